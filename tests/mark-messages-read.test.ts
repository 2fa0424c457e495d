import { expect, test } from 'vitest';
import { messagesPath, openConversation, readAll, readConversation, send } from './setup/conversations.ts';
import { holdConversation } from './setup/hold-conversation.ts';
import { newPerson, type Person, principalOf } from './setup/people.ts';
import { connectSocket, join } from './setup/sockets.ts';

const markRead = (person: Person, id: number, body?: object) =>
  person.call('PATCH', `${messagesPath(person, id)}/read`, body);

test('reading up to a seq leaves the rest unread; without it all is read', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id: readerId } = await principalOf(user);
  const { id } = await openConversation(user);
  for (const text of ['two', 'three', 'four']) await send(staff, id, text);

  expect(await markRead(user, id, { upToSeq: 3 })).toMatchObject({
    status: 200,
    body: { conversationId: id, readerType: 'user', readerId, upToSeq: 3, readCount: 2, unreadCount: 1 },
  });
  expect((await readConversation(user, id)).userUnreadCount).toBe(1);
  expect(await markRead(user, id)).toMatchObject({ body: { upToSeq: 4, readCount: 1, unreadCount: 0 } });

  const messages = await readAll(user, id);
  expect(messages.map(({ status }) => status)).toEqual(['sent', 'read', 'read', 'read']);
  expect(messages[1]).toMatchObject({ readBy: readerId });
  expect(messages[1]?.readAt).not.toBeNull();
});

test('marks only move forward: an earlier seq that comes later changes nothing', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  for (const text of ['two', 'three', 'four']) await send(staff, id, text);
  await Promise.all([markRead(user, id, { upToSeq: 4 }), markRead(user, id, { upToSeq: 2 })]);
  expect(await readConversation(user, id)).toMatchObject({ userUnreadCount: 0, adminUnreadCount: 1 });
  expect(await markRead(user, id, { upToSeq: 1 })).toMatchObject({ body: { readCount: 0, unreadCount: 0 } });
});

test('over a socket it is acknowledged with the same fields, and everyone in the conversation hears it', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const [reader, writer] = [await connectSocket(staff), await connectSocket(user)];
  await join(writer, id);
  await join(reader, id);
  const answer = await reader.ask('mark-messages-read', { conversationId: id });
  const { id: readerId } = await principalOf(staff);
  const receipt = { conversationId: id, readerType: 'admin', readerId, upToSeq: 1, readAt: answer.readAt };
  expect(answer).toEqual({ ok: true, ...receipt, readCount: 1, unreadCount: 0 });
  for (const socket of [reader, writer]) {
    await expect.poll(() => socket.received('messages-read')).toEqual([receipt]);
  }
});

async function expectCounted(user: Person, staff: Person, id: number): Promise<void> {
  const messages = await readAll(staff, id);
  const unread = (senderType: string) =>
    messages.filter((message) => message.senderType === senderType && message.status !== 'read').length;
  expect(await readConversation(user, id)).toMatchObject({
    adminUnreadCount: unread('user'),
    userUnreadCount: unread('admin'),
  });
}

test('counters equal a recount, whatever the order of sends and reads', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  await Promise.all(
    Array.from({ length: 30 }, (_, index) => {
      const person = index % 2 === 0 ? user : staff;
      return index % 5 === 4 ? markRead(person, id, { upToSeq: index }) : send(person, id, `message ${index}`);
    }),
  );
  await expectCounted(user, staff, id);
});

test('counters equal a recount when sends and reads that began before them all wait for each other', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const held = await holdConversation(id);
  const work: Promise<{ status: number }>[] = [];
  // A second message may wait in chat behind the first, instead of at the lock: as the instance is the same or another.
  for (const [act, atTheLock] of [
    [() => send(user, id, 'two'), 1],
    [() => markRead(staff, id), 2],
    [() => send(user, id, 'three'), 2],
    [() => markRead(staff, id), 3],
  ] as const) {
    work.push(act());
    await held.isWaitedFor(atTheLock);
  }
  await held.release();
  expect((await Promise.all(work)).map(({ status }) => status)).toEqual([201, 200, 201, 200]);
  await expectCounted(user, staff, id);
});

test('somebody else’s conversation is NOT_FOUND and stays unread', async () => {
  const [user, staff, stranger] = [newPerson('user'), newPerson('admin'), newPerson('user')];
  const { id } = await openConversation(user);
  await send(staff, id, 'unread');
  expect(await markRead(stranger, id)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  expect((await readConversation(user, id)).userUnreadCount).toBe(1);
});
