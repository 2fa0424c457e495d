import { setTimeout as wait } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Problem } from './setup/api.ts';
import { isLive, textsIn, userClient } from './setup/clients.ts';
import {
  adminConversationsPath,
  conversationsPath,
  messagesPath,
  openConversation,
  send,
} from './setup/conversations.ts';
import { logLines } from './setup/logs.ts';
import { newPerson, type Person, principalOf } from './setup/people.ts';
import { connectSocket, connectToBoth, join } from './setup/sockets.ts';

const blockPath = (userId: number) => `/api/chat/admin/users/${userId}/block`;

async function block(staff: Person, user: Person, fields: object = {}): Promise<number> {
  const { id } = await principalOf(user);
  const answer = await staff.call('PUT', blockPath(id), { reason: 'sends nothing but advertisements', ...fields });
  expect(answer.status).toBe(204);
  return id;
}

test("a blocked user's calls are refused at both doors and their sockets end on every instance, until they are let in again", async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const sockets = [...(await connectToBoth(user)), await connectSocket(user, { transports: ['polling'] })];
  const ends = sockets.map(({ socket }) => new Promise((resolve) => socket.once('disconnect', resolve)));
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
  // The reason after which Socket.IO's clients do not come back by themselves.
  expect(await Promise.all(ends)).toEqual(sockets.map(() => 'io server disconnect'));
  for (const transports of [['websocket'], ['polling']]) {
    await expect(connectSocket(user, { transports })).rejects.toMatchObject({ data: { code: 'BLOCKED' } });
  }
  expect((await send(staff, id, 'a word among colleagues')).status).toBe(201);

  expect((await staff.call('DELETE', blockPath(userId))).status).toBe(204);
  expect((await send(user, id, 'thank you')).status).toBe(201);
  for (const { socket, received } of sockets) {
    expect([socket.active, socket.connected]).toEqual([false, false]);
    expect(received('chat-error')).toMatchObject([{ event: 'connect', code: 'BLOCKED' }]);
    expect(received('new-chat-message')).toEqual([]);
  }
  for (const transports of [['websocket'], ['polling']]) {
    // The other instances learn of it a moment later.
    const again = await vi.waitFor(() => connectSocket(user, { transports }));
    expect(await again.ask('typing-start', { conversationId: id })).toMatchObject({ ok: false });
    await join(again, id);
    expect(await again.ask('typing-start', { conversationId: id })).toMatchObject({ ok: true });
  }
});

test('a client of ours that is blocked tells so, asks for nothing more, and is back when the block ended', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user, { message: 'first' });
  const client = userClient(user);
  const [conversation, list] = [client.openConversation(id), client.listConversations()];
  await isLive(conversation);
  await expect.poll(() => list.getSnapshot().status).toBe('ready');
  const states: string[] = [];
  client.connection.state.subscribe(() => states.push(client.connection.state.getSnapshot().state));

  const userId = await block(staff, user);
  await expect.poll(() => client.connection.state.getSnapshot()).toMatchObject({ state: 'refused', code: 'BLOCKED' });
  await expect.poll(() => list.getSnapshot().failure).toMatchObject({ code: 'BLOCKED' });
  const asked = () => logLines().filter((line) => line.role === 'user' && line.principalId === userId).length;
  await expect.poll(asked).toBeGreaterThan(0);
  // What was asked in the moment of the block is answered by then.
  await wait(1_000);
  const before = asked();
  // As they do by themselves every 20 s; what fails they try again within 5 s.
  conversation.check();
  list.reload();
  await wait(6_000);
  expect(asked()).toBe(before);
  expect(states).toEqual(['refused']);

  await send(staff, id, 'meanwhile');
  expect((await staff.call('DELETE', blockPath(userId))).status).toBe(204);
  await expect
    .poll(() => {
      client.connection.hint();
      return client.connection.state.getSnapshot().state;
    })
    .toBe('online');
  await isLive(conversation);
  await expect.poll(() => textsIn(conversation)).toEqual(['first', 'meanwhile']);
  await expect.poll(() => list.getSnapshot().failure).toBeUndefined();
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
  expect((await listed())?.[1]).toBe(true);
  await expect.poll(() => socket.socket.connected).toBe(false);
  expect((await send(user, id, 'am I in?')).status).toBe(403);
  await expect.poll(async () => (await send(user, id, 'am I in?')).status, { timeout: 10_000 }).toBe(201);
  const again = await vi.waitFor(() => connectSocket(user));
  await expect.poll(listed).toEqual([true, false]);
  again.socket.close();
});

test('staff see why a user is blocked, by whom and until when; a second block replaces the first', async () => {
  const [user, staff, colleague] = [newPerson('user'), newPerson('admin'), newPerson('admin')];
  const read = async (userId: number) => {
    const answer = await staff.call<{ block: Record<string, unknown> | null }>('GET', blockPath(userId));
    expect(answer.status).toBe(200);
    return answer.body.block;
  };
  const { id: userId } = await principalOf(user);
  expect(await read(userId)).toBeNull();
  const until = new Date(Date.now() + 60_000).toISOString();
  await block(staff, user, { until });
  const { id, username, displayName } = await principalOf(staff);
  const first = await read(userId);
  expect(first).toEqual({
    reason: 'sends nothing but advertisements',
    blockedBy: { id, username, displayName },
    blockedAt: expect.any(String),
    until,
  });
  await colleague.call('PUT', blockPath(userId), { reason: 'and worse' });
  expect(await read(userId)).toMatchObject({
    reason: 'and worse',
    blockedBy: { username: colleague.username },
    until: null,
  });
  // The doors know of the new end, too.
  await colleague.call('PUT', blockPath(userId), {
    reason: 'for a moment',
    until: new Date(Date.now() + 500).toISOString(),
  });
  await expect.poll(async () => (await user.call('GET', '/api/chat/me')).status).toBe(200);
  expect(await read(userId)).toBeNull();

  await block(staff, user);
  expect((await newPerson('user').call('GET', blockPath(userId))).status).toBe(403);
  expect((await staff.call('DELETE', blockPath(userId))).status).toBe(204);
  expect(await read(userId)).toBeNull();
  expect((await staff.call('GET', blockPath(2_000_000_000))).status).toBe(404);
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
