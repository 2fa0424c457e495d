import type { Message } from '@livechat/contracts/chat/message';
import { expect, test } from 'vitest';
import {
  adminConversationsPath,
  messagesPath,
  openConversation,
  readAll,
  readConversation,
  send,
} from './setup/conversations.ts';
import { query } from './setup/database.ts';
import { internalUrls, watchMetric } from './setup/metrics.ts';
import { newPerson, type Person, principalOf } from './setup/people.ts';
import { connectSocket, join } from './setup/sockets.ts';
import { suspiciousText } from './setup/suspicious-text.ts';

const edit = (person: Person, id: number, messageId: number, message: string) =>
  person.call<{ message: Message }>('PATCH', `${messagesPath(person, id)}/${messageId}`, { message });

test('its sender changes a message; everyone in the conversation hears it, and it counts as nothing new', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const agent = await connectSocket(staff);
  await join(agent, id);
  const { message } = (await send(user, id, 'helo')).body;
  const edited = await edit(user, id, message.id, '<i>hello</i>');
  expect(edited).toMatchObject({ status: 200, body: { message: { seq: 2, message: 'hello', isEdited: true } } });
  expect(edited.body.message.editedAt).not.toBeNull();
  await expect
    .poll(() => agent.received('message-updated'))
    .toEqual([{ conversationId: id, message: edited.body.message }]);
  expect(await readConversation(user, id)).toMatchObject({ lastSeq: 2, adminUnreadCount: 2 });
});

test('nobody else changes it, and its sender only for 15 minutes', async () => {
  const [user, staff, stranger] = [newPerson('user'), newPerson('admin'), newPerson('user')];
  const { id } = await openConversation(user);
  const [first] = await readAll(user, id);
  const messageId = first?.id ?? 0;
  expect(await edit(staff, id, messageId, 'x')).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  expect(await edit(stranger, id, messageId, 'x')).toMatchObject({ status: 404 });
  expect(await edit(user, id, 999_999_999, 'x')).toMatchObject({ status: 404 });
  expect(await edit(user, id, messageId, ' ')).toMatchObject({ status: 400 });
  await query("update chat_messages set created_at = now() - interval '16 minutes' where id = $1", [messageId]);
  expect(await edit(user, id, messageId, 'too late')).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  expect((await readAll(user, id))[0]?.message).toBe('It really is.');
});

test('staff confirm a flagged message: its text is gone for everybody, its seq stays, staff can still see it', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const customer = await connectSocket(user);
  await join(customer, id);
  const suspicious = suspiciousText();
  const { message } = (await send(user, id, suspicious)).body;
  const judge = (messageId: number, verdict: string) =>
    staff.call<{ message: Message }>('PATCH', `${messagesPath(staff, id)}/${messageId}/review`, { verdict });
  const [plain] = await readAll(staff, id);
  expect(await judge(plain?.id ?? 0, 'reject')).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  expect(await judge(message.id, 'maybe')).toMatchObject({ status: 400 });

  expect((await judge(message.id, 'allow')).body.message.metadata).toMatchObject({ moderation: { verdict: 'allow' } });
  const removed = await judge(message.id, 'reject');
  expect(removed).toMatchObject({
    status: 200,
    body: { message: { seq: 2, message: '', metadata: { removed: true, moderation: { original: suspicious } } } },
  });
  await expect
    .poll(() => customer.received('message-updated').at(-1)?.message)
    .toMatchObject({
      seq: 2,
      message: '',
      metadata: { removed: true },
    });
  expect(JSON.stringify(customer.received('message-updated'))).not.toContain('original');
  expect((await readAll(user, id))[1]).toMatchObject({ message: '', metadata: { removed: true } });
  expect(await edit(user, id, message.id, 'back again')).toMatchObject({ status: 409 });
});

test('staff release what they had confirmed: the text is back for everybody, is found, and each change of mind counts once', async () => {
  const [user, staff, colleague] = [newPerson('user'), newPerson('admin'), newPerson('admin')];
  const { id } = await openConversation(user);
  const [customer, agent] = [await connectSocket(user), await connectSocket(staff)];
  for (const socket of [customer, agent]) await join(socket, id);
  const text = suspiciousText();
  const { id: userId } = await principalOf(user);
  const { message } = (await send(user, id, text, { metadata: { from: 'phone' } })).body;
  const counted = (verdict: string) =>
    watchMetric(internalUrls('chat'), 'livechat_moderation_judged_total', { verdict, was: 'flag' });
  const [allowed, rejected] = [await counted('allow'), await counted('reject')];
  const judge = async (person: Person, verdict: string) => {
    const path = `${messagesPath(person, id)}/${message.id}/review`;
    const answer = await person.call<{ message: Message }>('PATCH', path, { verdict });
    expect(answer.status).toBe(200);
    return answer.body.message;
  };
  const found = async () => {
    const { body } = await staff.call<{ conversations: { id: number }[] }>(
      'GET',
      `${adminConversationsPath}?userId=${userId}&q=prize`,
    );
    return body.conversations.map((conversation) => conversation.id);
  };

  const gone = await judge(staff, 'reject');
  expect(gone).toMatchObject({ message: '', metadata: { removed: true } });
  expect(await judge(colleague, 'reject')).toEqual(gone);
  await expect.poll(found, { timeout: 10_000 }).toEqual([]);
  const back = await judge(colleague, 'allow');
  const { id: judgedBy } = await principalOf(colleague);
  expect(back).toMatchObject({
    message: text,
    metadata: { moderation: { action: 'flag', verdict: 'allow', judgedBy } },
  });
  expect(JSON.stringify(back.metadata)).not.toMatch(/removed|original/);
  expect(await judge(staff, 'allow')).toEqual(back);

  const heard = () =>
    customer.received('message-updated').map((event) => [event.message.message, event.message.metadata]);
  await expect.poll(heard).toEqual([
    ['', { from: 'phone', removed: true }],
    [text, { from: 'phone' }],
  ]);
  expect((await readAll(user, id))[1]).toMatchObject({ message: text, metadata: { from: 'phone' } });
  await expect.poll(found, { timeout: 10_000 }).toEqual([id]);
  expect([await allowed(), await rejected()]).toEqual([1, 1]);
  expect(agent.received('message-updated')).toHaveLength(2);
});

test('a device that says what it received marks it delivered, once, and never what does not exist', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const [device, agent] = [await connectSocket(user), await connectSocket(staff)];
  await join(device, id);
  await join(agent, id);
  await send(staff, id, 'two');
  await send(staff, id, 'three');
  expect(await device.ask('messages-received', { conversationId: id, upToSeq: 2 })).toEqual({ ok: true });
  await device.ask('messages-received', { conversationId: id, upToSeq: 2 });
  await device.ask('messages-received', { conversationId: id, upToSeq: 1_000_000 });
  await expect
    .poll(() => agent.received('messages-delivered').map(({ recipientType, upToSeq }) => [recipientType, upToSeq]))
    .toEqual([
      ['user', 2],
      ['user', 3],
    ]);
  const messages = await readAll(staff, id);
  expect(messages.map(({ status, deliveredAt }) => [status, deliveredAt !== null])).toEqual([
    ['sent', false],
    ['delivered', true],
    ['delivered', true],
  ]);
  const stranger = await connectSocket(newPerson('user'));
  expect(await stranger.ask('messages-received', { conversationId: id, upToSeq: 3 })).toMatchObject({
    error: { code: 'NOT_FOUND' },
  });
});
