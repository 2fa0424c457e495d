import { randomUUID } from 'node:crypto';
import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { callApi } from './setup/api.ts';
import { openConversation, readAll, send } from './setup/conversations.ts';
import { type FurtherInstance, startFurther } from './setup/further-instance.ts';
import { newPerson, type Person, principalOf, signToken } from './setup/people.ts';
import { openRawSocket } from './setup/raw-socket.ts';
import { connectSocket } from './setup/sockets.ts';

// What is sent here is what existing clients send: names and fields are theirs, and nobody waits for an acknowledgement.

const ways = ['websocket, then polling', 'polling only'] as const;
const carriers = ['auth.token', 'the Authorization header'] as const;
const names = ["this system's id", "the host application's subject"] as const;
const kinds = ways.flatMap((way) => carriers.flatMap((carrier) => names.map((name) => ({ way, carrier, name }))));

function connectAs(person: Person, { way, carrier }: (typeof kinds)[number]) {
  const transports = way === 'polling only' ? ['polling'] : ['websocket', 'polling'];
  const header = { auth: {}, extraHeaders: { authorization: `Bearer ${person.token}` } };
  return connectSocket(person, { transports, ...(carrier === 'the Authorization header' && header) });
}

async function nameOf(person: Person, { name }: (typeof kinds)[number]): Promise<number | string> {
  return name === "this system's id" ? (await principalOf(person)).id : person.subject;
}

test.for(kinds)('a client without callbacks works over $way, with $carrier and $name', async (kind) => {
  const [user, staff, stranger] = [newPerson('user', 'Carl'), newPerson('admin', 'Ada'), newPerson('user')];
  const { id: conversationId } = await openConversation(user);
  const customer = await connectAs(user, kind);
  const agent = await connectAs(staff, kind);
  const userId = await nameOf(user, kind);
  const adminId = await nameOf(staff, kind);
  const news = () => agent.received('new-user-message').filter((news) => news.conversationId === conversationId);

  agent.socket.emit('join-chat', { conversationId, userType: 'admin', userId: adminId });
  const message = 'Hello! How can I help?';
  agent.socket.emit('send-chat-message', { conversationId, message, senderType: 'admin', senderId: adminId });
  await expect.poll(() => agent.received('new-chat-message')).toMatchObject([{ message: { seq: 2, message } }]);

  customer.socket.emit('join-chat', { conversationId, userType: 'user', userId });
  customer.socket.emit('typing-start', { conversationId, userType: 'user', userId });
  await expect.poll(() => agent.received('user-typing')).toMatchObject([{ userType: 'user', isTyping: true }]);
  customer.socket.emit('typing-stop', { conversationId, userType: 'user', userId });
  await expect.poll(() => agent.received('user-typing').at(-1)).toMatchObject({ conversationId, isTyping: false });

  const question = 'I forgot my password.';
  customer.socket.emit('send-chat-message', {
    conversationId,
    message: question,
    senderType: 'user',
    senderId: userId,
  });
  const told = { conversationId, message: { seq: 3, message: question, senderType: 'user', senderName: 'Carl' } };
  await expect.poll(() => customer.received('new-chat-message')).toMatchObject([told]);
  await expect.poll(() => agent.received('new-chat-message')).toMatchObject([{ message: { seq: 2 } }, told]);
  await expect.poll(news).toMatchObject([told]);

  agent.socket.emit('typing-start', { conversationId, userType: 'admin', userId: adminId });
  await expect.poll(() => customer.received('user-typing')).toMatchObject([{ userType: 'admin', isTyping: true }]);
  agent.socket.emit('mark-messages-read', { conversationId, userType: 'admin', userId: adminId });
  customer.socket.emit('mark-messages-read', { conversationId, userType: 'user', userId });
  for (const { received } of [customer, agent]) {
    await expect
      .poll(() => new Map(received('messages-read').map(({ readerType, upToSeq }) => [readerType, upToSeq])))
      .toEqual(new Map(Object.entries({ admin: 3, user: 3 })));
  }

  expect(customer.received('chat-error')).toEqual([]);
  const senderId = await nameOf(stranger, kind);
  customer.socket.emit('send-chat-message', { conversationId, message: 'forged', senderType: 'user', senderId });
  customer.socket.emit('send-chat-message', { conversationId, message: ' ', senderType: 'user', senderId: userId });
  const refused = { event: 'send-chat-message', conversationId };
  await expect
    .poll(() => customer.received('chat-error'))
    .toMatchObject([
      { ...refused, code: 'FORBIDDEN' },
      { ...refused, code: 'VALIDATION_FAILED' },
    ]);
  expect(await readAll(user, conversationId)).toHaveLength(3);
  expect(agent.received('chat-error')).toEqual([]);
});

test('who cannot wait for the answer to a join may write and type at once', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id: conversationId } = await openConversation(user);
  const agent = await connectSocket(staff);
  await agent.ask('join-chat', { conversationId });
  const { socket, received } = await connectSocket(user);
  const { id: userId } = await principalOf(user);
  for (let times = 1; times <= 5; times += 1) {
    socket.emit('join-chat', { conversationId, userType: 'user', userId });
    socket.emit('typing-start', { conversationId });
    await expect.poll(() => agent.received('user-typing')).toHaveLength(2 * times - 1);
    socket.emit('leave-chat', { conversationId });
    await expect.poll(() => agent.received('user-typing')).toHaveLength(2 * times);
  }
  socket.emit('join-chat', { conversationId, userType: 'user', userId });
  socket.emit('send-chat-message', { conversationId, message: 'now', senderType: 'user', senderId: userId });
  await expect.poll(() => received('new-chat-message')).toMatchObject([{ message: { message: 'now' } }]);
  expect(received('chat-error')).toEqual([]);
});

test('the REST examples of existing clients work word for word', async () => {
  const token = signToken({ sub: randomUUID(), username: 'user123' });
  const opened = await callApi<{ conversation: Conversation; message: Message }>('POST', '/api/chat/conversations', {
    token,
    body: `{
  "username": "user123",
  "subject": "App Login Issue",
  "priority": "high",
  "message": "I can't log into the app with my credentials."
}`,
  });
  expect(opened).toMatchObject({
    status: 201,
    body: {
      conversation: { subject: 'App Login Issue', priority: 'high', status: 'open' },
      message: { message: "I can't log into the app with my credentials." },
    },
  });
  const { id } = opened.body.conversation;
  const answered = await callApi('POST', `/api/chat/admin/conversations/${id}/messages`, {
    token: newPerson('admin').token,
    body: `{
  "message": "Hello! I'll help you with your login issue. Can you tell me what error message you're seeing?"
}`,
  });
  const answer = "Hello! I'll help you with your login issue. Can you tell me what error message you're seeing?";
  expect(answered).toMatchObject({ status: 201, body: { message: { message: answer, senderType: 'admin' } } });
  const list = await callApi('GET', '/api/chat/conversations?username=user123', { token });
  expect(list).toMatchObject({ status: 200, body: { conversations: [{ id }] } });
  const read = await callApi('PATCH', `/api/chat/conversations/${id}/messages/read`, { token });
  expect(read).toMatchObject({ status: 200, body: { readCount: 1, unreadCount: 0 } });
  const closed = await callApi('PATCH', `/api/chat/admin/conversations/${id}/status`, {
    token: newPerson('admin').token,
    body: { status: 'closed' },
  });
  expect(closed).toMatchObject({ status: 200, body: { conversation: { status: 'closed' } } });
});

let further: FurtherInstance[] = [];
let fastPingingDoor = '';

/** A gateway before a realtime instance that asks its sockets every second whether they are there. */
beforeAll(async () => {
  const { realtime, gateway } = inject('system').further;
  const passedOnTo = `${realtime[2]?.INSTANCE}=http://127.0.0.1:${realtime[2]?.PORT}`;
  further = await Promise.all([
    startFurther('realtime', { ...realtime[2], SOCKET_PING_SECONDS: '1' }),
    startFurther('gateway', { ...gateway[2], REALTIME_INSTANCES: passedOnTo }),
  ]);
  fastPingingDoor = `http://127.0.0.1:${gateway[2]?.PORT}`;
});

afterAll(() => {
  for (const instance of further) instance.kill();
});

test('the frames that the Dart client sends are answered as the protocol has it', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id: conversationId } = await openConversation(user);
  const { id: userId } = await principalOf(user);
  const phone = openRawSocket(fastPingingDoor);
  const frame = (prefix: string, ...data: unknown[]) => phone.send(prefix + JSON.stringify(data));

  await expect
    .poll(() => phone.answers('0'))
    .toEqual([{ sid: expect.any(String), upgrades: [], pingInterval: 1_000, pingTimeout: 20_000, maxPayload: 65_536 }]);
  phone.send(`40${JSON.stringify({ token: user.token })}`);
  await expect.poll(() => phone.answers('40')).toEqual([{ sid: expect.any(String) }]);

  frame('42', 'join-chat', { conversationId, userType: 'user', userId });
  const message = 'From a phone: 🎈';
  frame('420', 'send-chat-message', { conversationId, message, senderType: 'user', senderId: userId });
  const stored = { conversationId, seq: 2, message, senderType: 'user', senderId: userId };
  await expect.poll(() => phone.answers('430')).toMatchObject([[{ ok: true, message: stored }]]);
  await expect
    .poll(() => phone.answers('42'))
    .toContainEqual(['new-chat-message', { conversationId, message: expect.objectContaining(stored) }]);

  await send(staff, conversationId, 'From the console');
  const isAnswer = expect.objectContaining({ seq: 3, message: 'From the console', senderType: 'admin' });
  await expect
    .poll(() => phone.answers('42'))
    .toContainEqual(['new-chat-message', { conversationId, message: isAnswer }]);
  frame('421', 'mark-messages-read', { conversationId });
  await expect
    .poll(() => phone.answers('431'))
    .toMatchObject([[{ ok: true, conversationId, readerType: 'user', readerId: userId, upToSeq: 3, readCount: 1 }]]);

  frame('422', 'send-chat-message', { conversationId, message, senderType: 'admin', senderId: userId });
  await expect.poll(() => phone.answers('432')).toMatchObject([[{ ok: false, error: { code: 'FORBIDDEN' } }]]);
  const errors = () => phone.answers('42').filter((event) => Array.isArray(event) && event[0] === 'chat-error');
  expect(errors()).toMatchObject([['chat-error', { event: 'send-chat-message', code: 'FORBIDDEN', conversationId }]]);

  await expect.poll(phone.pings, { timeout: 10_000 }).toBeGreaterThan(2);
  frame('423', 'leave-chat', { conversationId });
  await expect.poll(() => phone.answers('433')).toEqual([[{ ok: true }]]);
});

test('a CONNECT packet with a bad token, or with none, is answered with an error that has a code', async () => {
  for (const connect of ['40{"token":"bad"}', '40{}', '40']) {
    const phone = openRawSocket();
    await expect.poll(() => phone.answers('0')).toHaveLength(1);
    phone.send(connect);
    await expect
      .poll(() => phone.answers('44'), { message: connect })
      .toMatchObject([{ data: { code: 'UNAUTHENTICATED' } }]);
  }
});
