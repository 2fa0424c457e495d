import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openConversation, readAll, send } from './setup/conversations.ts';
import { newPerson, principalOf } from './setup/people.ts';
import { manifest } from './setup/processes.ts';
import { connectSocket, connectToBoth, join } from './setup/sockets.ts';
import { suspiciousText } from './setup/suspicious-text.ts';

const seqsOf = (messages: readonly { message: { seq: number } }[]) => messages.map(({ message }) => message.seq);

test('staff on another instance see the customer’s message, and the customer sees the answer', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin', 'Ada')];
  const { id } = await openConversation(user);
  const customer = await connectSocket(user);
  const [one, other] = await connectToBoth(staff);
  const agent = one.instance() === customer.instance() ? other : one;
  expect(agent.instance()).not.toBe(customer.instance());
  await join(customer, id);
  await join(agent, id);

  await customer.ask('send-chat-message', { conversationId: id, message: 'Is anybody there?' });
  await expect
    .poll(() => agent.received('new-chat-message'))
    .toMatchObject([{ conversationId: id, message: { seq: 2, message: 'Is anybody there?', senderType: 'user' } }]);
  await send(staff, id, 'I am');
  await expect
    .poll(() => customer.received('new-chat-message'))
    .toMatchObject([
      { message: { seq: 2 } },
      { conversationId: id, message: { seq: 3, message: 'I am', senderType: 'admin', senderName: 'Ada' } },
    ]);
});

test('two instances of each serve one conversation: every socket gets every message once and in order', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const sockets = [...(await connectToBoth(user)), ...(await connectToBoth(staff))];
  for (const socket of sockets) await join(socket, id);
  await Promise.all(
    Array.from({ length: 25 }, (_, index) => send(index % 2 === 0 ? user : staff, id, `message ${index}`)),
  );
  const expected = Array.from({ length: 25 }, (_, index) => index + 2);
  for (const socket of sockets) {
    await expect.poll(() => seqsOf(socket.received('new-chat-message'))).toEqual(expected);
  }
  // All is said, and a double would come with it: what one more message finds is what there is.
  await send(user, id, 'the last');
  for (const socket of sockets) {
    await expect.poll(() => seqsOf(socket.received('new-chat-message'))).toEqual([...expected, 27]);
  }
});

test('all connected staff are told of a user’s message once, with its conversation; users are not', async () => {
  const [user, staff, bystander] = [newPerson('user'), newPerson('admin'), newPerson('user')];
  const agents = await connectToBoth(staff);
  const others = await connectSocket(bystander);
  const { id } = await openConversation(user, { subject: 'Help' });
  await send(user, id, 'second');
  await send(staff, id, 'an answer is not news to staff');
  for (const agent of agents) {
    const mine = () => agent.received('new-user-message').filter(({ conversationId }) => conversationId === id);
    await expect.poll(() => seqsOf(mine())).toEqual([1, 2]);
    expect(mine()[1]).toMatchObject({ conversation: { id, subject: 'Help', adminUnreadCount: 2, lastSeq: 2 } });
  }
  expect(others.received('new-user-message')).toEqual([]);
});

test('a client that comes back gets what it missed with afterSeq, at most a hundred at a time', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  for (let from = 0; from < 105; from += 15) {
    await Promise.all(Array.from({ length: 15 }, (_, index) => send(staff, id, `message ${from + index}`)));
  }
  const socket = await connectSocket(user);
  const first = await join(socket, id, { afterSeq: 2 });
  const messages = first.messages as { seq: number }[];
  expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, index) => index + 3));
  expect(first).toMatchObject({ hasMore: true, conversation: { id, lastSeq: 106 } });
  const rest = await join(socket, id, { afterSeq: 102 });
  expect(rest).toMatchObject({ hasMore: false, messages: [{ seq: 103 }, { seq: 104 }, { seq: 105 }, { seq: 106 }] });
  const without = await join(await connectSocket(user), id);
  expect(without).toMatchObject({ messages: [], hasMore: false });
});

test('joining while others write leaves no hole: the acknowledged messages and the live ones are all there are', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const writing = Promise.all(Array.from({ length: 40 }, (_, index) => send(staff, id, `message ${index}`)));
  const joins = Array.from({ length: 10 }, async () => {
    const socket = await connectSocket(user);
    const { messages } = await join(socket, id, { afterSeq: 0 });
    return { socket, given: (messages as { seq: number }[]).map(({ seq }) => seq) };
  });
  const joined = await Promise.all(joins);
  await writing;
  const all = Array.from({ length: 41 }, (_, index) => index + 1);
  for (const { socket, given } of joined) {
    await expect
      .poll(() => [...new Set([...given, ...seqsOf(socket.received('new-chat-message'))])].sort((a, b) => a - b))
      .toEqual(all);
  }
});

test('who joins and writes at once, and listens to no acknowledgement, sees the own message', async () => {
  const opened = await Promise.all(Array.from({ length: 40 }, () => openConversation(newPerson('user'))));
  const { socket, received } = await connectSocket(newPerson('admin'));
  // Joins that one chat takes are late; messages that the other takes would not be.
  const slow = manifest().services.chat[0]?.pid ?? 0;
  process.kill(slow, 'SIGSTOP');
  try {
    for (const { id } of opened) {
      socket.emit('join-chat', { conversationId: id });
      socket.emit('send-chat-message', { conversationId: id, message: `here in ${id}` });
    }
    await sleep(500);
  } finally {
    process.kill(slow, 'SIGCONT');
  }
  const seen = () => received('new-chat-message').map(({ conversationId }) => conversationId);
  await expect.poll(() => seen().toSorted(), { timeout: 10_000 }).toEqual(opened.map(({ id }) => id).toSorted());
});

test('after leave-chat nothing of the conversation comes any more', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const [stays, leaves] = [await connectSocket(user), await connectSocket(user)];
  await join(stays, id);
  await join(leaves, id);
  expect(await leaves.ask('leave-chat', { conversationId: id })).toEqual({ ok: true });
  await send(staff, id, 'for who stayed');
  await expect.poll(() => seqsOf(stays.received('new-chat-message'))).toEqual([2]);
  expect(leaves.received('new-chat-message')).toEqual([]);
});

test('a leave-chat that follows a join-chat at once counts, whichever is answered first', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const [stays, leaves] = [await connectSocket(user), await connectSocket(user)];
  await join(stays, id);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const answers = [leaves.ask('join-chat', { conversationId: id }), leaves.ask('leave-chat', { conversationId: id })];
    for (const answer of await Promise.all(answers)) expect(answer.ok).toBe(true);
  }
  await send(staff, id, 'for who stayed');
  await expect.poll(() => seqsOf(stays.received('new-chat-message'))).toEqual([2]);
  expect(leaves.received('new-chat-message')).toEqual([]);
});

test('a foreign conversation cannot be joined, whoever one says one is, and nothing of it is heard', async () => {
  const [owner, stranger, staff] = [newPerson('user'), newPerson('user'), newPerson('admin')];
  const { id: ownerId } = await principalOf(owner);
  const { id } = await openConversation(owner);
  const spy = await connectSocket(stranger);
  expect(await spy.ask('join-chat', { conversationId: id })).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  expect(await spy.ask('join-chat', { conversationId: id, userType: 'user', userId: ownerId })).toMatchObject({
    ok: false,
    error: { code: 'FORBIDDEN' },
  });
  const rightful = await connectSocket(owner);
  await join(rightful, id);
  await send(staff, id, 'secret');
  await expect.poll(() => rightful.received('new-chat-message')).toHaveLength(1);
  expect(spy.received('new-chat-message')).toEqual([]);
  expect(spy.received('chat-error')).toMatchObject([
    { event: 'join-chat', code: 'NOT_FOUND', conversationId: id },
    { event: 'join-chat', code: 'FORBIDDEN', conversationId: id },
  ]);
});

test('users never see what moderation said of a message; staff do', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const [customer, agent] = [await connectSocket(user), await connectSocket(staff)];
  await join(customer, id);
  await join(agent, id);
  const suspicious = suspiciousText();
  const sent = await send(user, id, suspicious, { metadata: { from: 'phone' } });
  expect(sent.status).toBe(201);
  expect(sent.body.message.metadata).toEqual({ from: 'phone' });
  await expect.poll(() => agent.received('new-chat-message')).toHaveLength(1);
  const [forStaff] = agent.received('new-chat-message');
  expect(forStaff?.message.metadata).toMatchObject({ from: 'phone', moderation: { action: 'flag' } });
  await expect.poll(() => customer.received('new-chat-message')).toHaveLength(1);
  expect(customer.received('new-chat-message')[0]?.message.metadata).toEqual({ from: 'phone' });
  expect((await readAll(user, id))[1]?.metadata).toEqual({ from: 'phone' });
});

test('long-polling works with several instances, without cookies', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const sockets = await Promise.all(
    Array.from({ length: 4 }, () => connectSocket(user, { transports: ['polling'], withCredentials: false })),
  );
  for (const socket of sockets) await join(socket, id);
  expect(new Set(sockets.map((socket) => socket.instance())).size).toBe(2);
  await send(staff, id, 'over polling');
  for (const socket of sockets) {
    await expect.poll(() => seqsOf(socket.received('new-chat-message'))).toEqual([2]);
  }
});
