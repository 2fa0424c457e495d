import { expect, test } from 'vitest';
import type { Problem } from './setup/api.ts';
import {
  adminConversationsPath,
  conversationsPath,
  messagesPath,
  openConversation,
  send,
} from './setup/conversations.ts';
import { newPerson, type Person, principalOf } from './setup/people.ts';
import { connectSocket, connectToBoth, join } from './setup/sockets.ts';

const blockPath = (userId: number) => `/api/chat/admin/users/${userId}/block`;

async function block(staff: Person, user: Person, fields: object = {}): Promise<number> {
  const { id } = await principalOf(user);
  const answer = await staff.call('PUT', blockPath(id), { reason: 'sends nothing but advertisements', ...fields });
  expect(answer.status).toBe(204);
  return id;
}

test("a blocked user's calls are refused at both doors, at once and on every instance, until they are let in again", async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const sockets = await connectToBoth(user);
  for (const socket of sockets) await join(socket, id);

  const userId = await block(staff, user);
  for (const [method, path] of [
    ['GET', conversationsPath],
    ['GET', messagesPath(user, id)],
    ['POST', messagesPath(user, id)],
    ['GET', '/api/chat/me'],
    ['GET', '/api/auth/me'],
  ] as const) {
    const body = method === 'POST' ? { message: 'let me in' } : undefined;
    const answer = await user.call<Problem>(method, path, body);
    expect([answer.status, answer.body.code], path).toEqual([403, 'BLOCKED']);
  }
  for (const socket of sockets) {
    await expect
      .poll(() => socket.ask('send-chat-message', { conversationId: id, message: 'let me in' }))
      .toMatchObject({ ok: false, error: { code: 'BLOCKED' } });
    expect(socket.received('chat-error').at(-1)).toMatchObject({ code: 'BLOCKED', conversationId: id });
  }
  await expect(connectSocket(user)).rejects.toMatchObject({ data: { code: 'BLOCKED' } });

  expect((await staff.call('DELETE', blockPath(userId))).status).toBe(204);
  expect((await send(user, id, 'thank you')).status).toBe(201);
  for (const { ask } of sockets) {
    await expect.poll(() => ask('typing-start', { conversationId: id })).toMatchObject({ ok: true });
  }
});

test('a block with a time ends by itself, and staff see in their list who is blocked and who is there', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const listed = async () => {
    const { body } = await staff.call<{ conversations: { id: number; user: { online: boolean; blocked: boolean } }[] }>(
      'GET',
      `${adminConversationsPath}?userId=${(await principalId) ?? 0}`,
    );
    const [conversation] = body.conversations;
    return conversation && [conversation.user.online, conversation.user.blocked];
  };
  const principalId = principalOf(user).then((principal) => principal.id);
  expect(await listed()).toEqual([false, false]);
  const socket = await connectSocket(user);
  await expect.poll(listed).toEqual([true, false]);

  await block(staff, user, { until: new Date(Date.now() + 2_000).toISOString() });
  expect(await listed()).toEqual([true, true]);
  expect((await send(user, id, 'am I in?')).status).toBe(403);
  await expect.poll(async () => (await send(user, id, 'am I in?')).status, { timeout: 10_000 }).toBe(201);
  expect(await listed()).toEqual([true, false]);
  socket.socket.close();
});

test('only staff block, only users are blocked, and what does not fit is refused', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await principalOf(user);
  const reason = 'for a test';
  const refused = async (person: Person, userId: number, body: object) =>
    (await person.call<Problem>('PUT', blockPath(userId), body)).body.code;
  expect(await refused(user, id, { reason })).toBe('FORBIDDEN');
  expect(await refused(staff, 2_000_000_000, { reason })).toBe('NOT_FOUND');
  for (const body of [{}, { reason: ' ' }, { reason, until: 'tomorrow' }, { reason, until: '2020-01-01T00:00:00Z' }]) {
    expect(await refused(staff, id, body), JSON.stringify(body)).toBe('VALIDATION_FAILED');
  }
  expect((await user.call('DELETE', blockPath(id))).status).toBe(403);
  expect((await staff.call('DELETE', blockPath(id))).status).toBe(204);
  expect((await user.call('GET', conversationsPath)).status).toBe(200);
});
