import { randomUUID } from 'node:crypto';
import type { Conversation, StaffConversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import { readVersion } from '@livechat/contracts/releases/read-version';
import { expect, inject } from 'vitest';
import { callApi } from '../../setup/api.ts';
import {
  adminConversationsPath,
  conversationsPath,
  messagesPath,
  openConversation,
  readAll,
  readConversation,
  send,
} from '../../setup/conversations.ts';
import { newPerson, type Person, principalOf } from '../../setup/people.ts';
import { sampleCalls } from '../../setup/sample-calls.ts';
import { connectSocket, connectToBoth, join, type TestSocket } from '../../setup/sockets.ts';

/**
 * What people do with each other, once each, on both instances of realtime; every answer and event is held against the
 * reference on the way. Between them messages come and go, which the conformance kit tries harder.
 */
export async function useEverything(): Promise<void> {
  const [user, staff] = [newPerson('user', 'Carl'), newPerson('admin', 'Ada')];
  const agents = await connectToBoth(staff);
  const devices = await connectToBoth(user);
  const all = [...agents, ...devices];
  const { id } = await openConversation(user);
  for (const socket of all) await join(socket, id);
  await Promise.all([
    signsIn(),
    presence(user, staff, agents, devices),
    writesAndCorrects({ user, staff, id, agents, devices }),
    manages(staff),
    catchesUp(staff),
    blocks(staff),
    callsEverything(staff),
  ]);
}

/** Waits until each of them has heard it. */
async function heardBy(sockets: readonly TestSocket[], name: Parameters<TestSocket['received']>[0], what: object) {
  for (const socket of sockets) {
    await expect.poll(() => socket.received(name), { message: name }).toContainEqual(expect.objectContaining(what));
  }
}

async function signsIn(): Promise<void> {
  type Session = { accessToken: string; refreshToken: string };
  const post = (what: string, body: object, token?: string) =>
    callApi<Session>('POST', `/api/auth/${what}`, { body, ...(token !== undefined && { token }) });
  const { body: first } = await post('login', { username: 'demo', password: 'demo' });
  const { body: second } = await post('refresh', { refreshToken: first.refreshToken });
  const token = second.accessToken;
  const { socket } = await connectSocket({ token });
  expect((await callApi('GET', '/api/auth/me', { token })).status).toBe(200);
  const ended = new Promise((resolve) => socket.once('disconnect', resolve));
  expect((await post('logout', {}, token)).status).toBe(204);
  await ended;
  await expect.poll(async () => (await callApi('GET', '/api/auth/me', { token })).status).toBe(401);
}

async function presence(user: Person, staff: Person, agents: readonly TestSocket[], devices: readonly TestSocket[]) {
  const [{ id: userId }, { id: adminId }] = [await principalOf(user), await principalOf(staff)];
  await heardBy(agents, 'presence-changed', { userId, userType: 'user', online: true });
  await heardBy(devices, 'support-presence', { online: true });
  const { body } = await staff.call<{ agents: object[] }>('GET', '/api/chat/admin/agents');
  expect(body.agents).toContainEqual(expect.objectContaining({ id: adminId, online: true }));
}

interface Talk {
  user: Person;
  staff: Person;
  id: number;
  agents: readonly TestSocket[];
  devices: readonly TestSocket[];
}

async function writesAndCorrects({ user, staff, id: conversationId, agents, devices }: Talk): Promise<void> {
  const [all, [agent], [device]] = [[...agents, ...devices], agents, devices];
  const { id: userId } = await principalOf(user);
  const { id: adminId } = await principalOf(staff);
  await heardBy(agents, 'conversation-created', { conversation: expect.objectContaining({ id: conversationId }) });

  // A busy machine drops some of them.
  const typeOn = async () => {
    await device?.ask('typing-start', { conversationId });
    return agents.map((one) => one.received('user-typing').at(-1)?.isTyping);
  };
  await expect.poll(typeOn).toEqual([true, true]);
  const clientMessageId = randomUUID();
  const message = '<b>helo</b> over a socket';
  const sent = await device?.ask('send-chat-message', { conversationId, message, clientMessageId });
  const stored = { seq: 2, message: 'helo over a socket', clientMessageId, senderType: 'user' };
  expect(sent).toMatchObject({ ok: true, message: stored });
  await heardBy(agents, 'user-typing', { conversationId, userType: 'user', userId, isTyping: false });
  await heardBy(all, 'new-chat-message', { conversationId, message: expect.objectContaining(stored) });
  await heardBy(agents, 'new-user-message', { conversationId, message: expect.objectContaining(stored) });

  const again = await send(user, conversationId, message, { clientMessageId });
  expect(again).toMatchObject({ status: 200, body: { message: stored } });
  const path = `${messagesPath(user, conversationId)}/${again.body.message.id}`;
  const edited = await user.call<{ message: Message }>('PATCH', path, { message: 'hello' });
  expect(edited).toMatchObject({ status: 200, body: { message: { message: 'hello', isEdited: true } } });
  await heardBy(all, 'message-updated', { conversationId, message: edited.body.message });

  expect((await send(staff, conversationId, 'over REST')).body.message).toMatchObject({ seq: 3, senderType: 'admin' });
  await heardBy(all, 'new-chat-message', { message: expect.objectContaining({ seq: 3, message: 'over REST' }) });
  await device?.ask('messages-received', { conversationId, upToSeq: 3 });
  await heardBy(all, 'messages-delivered', { conversationId, upToSeq: 3 });
  expect(await readConversation(staff, conversationId)).toMatchObject({ adminUnreadCount: 2, userUnreadCount: 1 });

  await agent?.ask('mark-messages-read', { conversationId });
  await heardBy(all, 'messages-read', { conversationId, readerType: 'admin', readerId: adminId });
  await user.call('PATCH', `${messagesPath(user, conversationId)}/read`, { upToSeq: 3 });
  await heardBy(all, 'messages-read', { conversationId, readerType: 'user', upToSeq: 3 });
  expect(await readConversation(user, conversationId)).toMatchObject({ adminUnreadCount: 0, userUnreadCount: 0 });
  const messages = await readAll(staff, conversationId);
  expect(messages.map(({ seq, status }) => [seq, status])).toEqual([1, 2, 3].map((seq) => [seq, 'read']));
  for (const socket of all) {
    expect(socket.received('new-chat-message').map((event) => event.message.seq)).toEqual([2, 3]);
  }
}

async function manages(staff: Person): Promise<void> {
  const user = newPerson('user');
  const [agent, device] = [await connectSocket(staff), await connectSocket(user)];
  const { id: adminId } = await principalOf(staff);
  const { id } = await openConversation(user, { subject: `Order ${randomUUID()}` });
  const change = (what: string, body: object) =>
    staff.call<{ conversation: Conversation }>('PATCH', `${adminConversationsPath}/${id}/${what}`, body);
  await change('assignee', { adminId });
  await change('status', { status: 'pending', priority: 'urgent' });
  const changed = expect.objectContaining({ id, status: 'pending', priority: 'urgent' });
  await heardBy([agent, device], 'conversation-updated', { conversation: changed });
  const list = `${adminConversationsPath}?assignee=me&status=pending&priority=urgent`;
  const { body: listed } = await staff.call<{ conversations: StaffConversation[] }>('GET', list);
  expect(listed.conversations.map((conversation) => conversation.id)).toContain(id);
  await user.call('PATCH', `${conversationsPath}/${id}/status`, { status: 'closed' });
  await heardBy([agent], 'conversation-updated', {
    conversation: expect.objectContaining({ id, status: 'closed', adminId }),
  });
  const { body } = await staff.call<{ changes: object[] }>('GET', `${adminConversationsPath}/${id}/history`);
  expect(body.changes).toHaveLength(4);
}

async function catchesUp(staff: Person): Promise<void> {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const before = await connectSocket(user);
  await join(before, id);
  before.socket.close();
  for (const text of ['two', 'three']) await send(staff, id, text);
  for (const device of await connectToBoth(user)) {
    const { messages } = await join(device, id, { afterSeq: 1 });
    expect(messages).toMatchObject([
      { seq: 2, message: 'two' },
      { seq: 3, message: 'three' },
    ]);
  }
}

async function blocks(staff: Person): Promise<void> {
  const user = newPerson('user');
  const { id } = await principalOf(user);
  const { socket } = await connectSocket(user);
  const ended = new Promise((resolve) => socket.once('disconnect', resolve));
  const path = `/api/chat/admin/users/${id}/block`;
  const mine = async () => (await user.call('GET', conversationsPath)).status;
  expect((await staff.call('PUT', path, { reason: 'for a test' })).status).toBe(204);
  await ended;
  await expect.poll(mine).toBe(403);
  expect((await staff.call('DELETE', path)).status).toBe(204);
  await expect.poll(mine).toBe(200);
}

/** Every call of REST that both versions have: whatever it is refused for, no service failed to understand another one. */
async function callsEverything(staff: Person): Promise<void> {
  const user = newPerson('user');
  const { id: conversationId, userId } = await openConversation(user);
  const [message] = await readAll(user, conversationId);
  const routesOf = (version: string) =>
    Object.values(readVersion(version).contracts).flatMap(({ routes = {} }) => Object.keys(routes));
  const had = new Set(routesOf(inject('upgrade').version));
  const isNew = new Set(routesOf('working-tree').filter((route) => !had.has(route)));
  const calls = sampleCalls({ conversationId, messageId: message?.id ?? 0, userId });
  for (const { name, method, path, body, role } of calls.filter((call) => !isNew.has(call.name))) {
    const token = role === 'admin' ? staff.token : user.token;
    const call = () => callApi(method, path, { ...(role !== 'nobody' && { token }), ...(body && { body }) });
    // Who is busy for a moment says 503; who does not understand keeps to it.
    await expect.poll(async () => (await call()).status, { message: name }).toBeLessThan(500);
  }
}
