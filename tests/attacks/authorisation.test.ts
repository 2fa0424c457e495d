import type { Message } from '@livechat/contracts/chat/message';
import { beforeAll, expect, test } from 'vitest';
import { callApi, type Problem } from '../setup/api.ts';
import {
  adminConversationsPath,
  conversationsPath,
  messagesPath,
  openConversation,
  readAll,
  readConversation,
  send,
} from '../setup/conversations.ts';
import { newPerson, type Person, principalOf, signToken } from '../setup/people.ts';
import { exchange, rawRequest, statusOf } from '../setup/raw-http.ts';
import { connectSocket, join } from '../setup/sockets.ts';

const [victim, attacker, staff] = [newPerson('user'), newPerson('user'), newPerson('admin')];
let foreign = 0;
let own = 0;
let foreignMessage = 0;

beforeAll(async () => {
  foreign = (await openConversation(victim)).id;
  own = (await openConversation(attacker)).id;
  foreignMessage = (await send(staff, foreign, 'for the victim')).body.message.id;
});

/** All that a stranger could have changed. */
const stateOfForeign = async () => ({
  conversation: await readConversation(staff, foreign),
  messages: await readAll(staff, foreign),
});

const widened = () => [
  victim.username,
  victim.username.toUpperCase(),
  `${victim.username} `,
  ` ${victim.username}`,
  // Full width, and a letter that is small elsewhere.
  victim.username.replace('user', 'ｕｓｅｒ'),
  victim.username.replace('s', 'ſ'),
  `${victim.username}%`,
  '*',
  victim.subject,
];

test('no spelling of another’s username widens a list or opens a conversation in their name', async () => {
  for (const username of widened()) {
    const list = await attacker.call<Problem>('GET', `${conversationsPath}?username=${encodeURIComponent(username)}`);
    expect([list.status, list.body.code], username).toEqual([403, 'FORBIDDEN']);
    const created = await attacker.call<Problem>('POST', conversationsPath, { username, subject: 's', message: 'm' });
    expect([created.status, created.body.code], username).toEqual([403, 'FORBIDDEN']);
  }
  for (const query of [`username=${attacker.username}&username=${victim.username}`, `username[]=${victim.username}`]) {
    expect((await attacker.call('GET', `${conversationsPath}?${query}`)).status, query).toBe(400);
  }
  const { body } = await attacker.call<{ conversations: { id: number }[] }>('GET', conversationsPath);
  expect(body.conversations.map(({ id }) => id)).toEqual([own]);
});

test('a cursor of another list shows nothing of that list', async () => {
  await openConversation(victim);
  for (const query of ['limit=1', 'limit=1&sort=oldest']) {
    const page = await staff.call<{ nextCursor: string }>('GET', `${adminConversationsPath}?${query}`);
    const cursor = encodeURIComponent(page.body.nextCursor);
    const answer = await attacker.call<{ conversations?: { id: number }[] }>(
      'GET',
      `${conversationsPath}?cursor=${cursor}`,
    );
    expect([200, 400]).toContain(answer.status);
    for (const { id } of answer.body.conversations ?? []) expect(id).toBe(own);
  }
});

test('every call on a foreign conversation is NOT_FOUND, and changes and tells nothing', async () => {
  const before = await stateOfForeign();
  const watching = await connectSocket(victim);
  await join(watching, foreign);
  const base = `${conversationsPath}/${foreign}`;
  const calls: [string, string, object?][] = [
    ['GET', base],
    ['GET', `${base}/messages`],
    ['GET', `${base}/messages?before=2`],
    ['GET', `${base}/messages?after=0`],
    ['POST', `${base}/messages`, { message: 'let me in' }],
    ['PATCH', `${base}/messages/read`, {}],
    ['PATCH', `${base}/messages/${foreignMessage}`, { message: 'changed' }],
    ['PATCH', `${conversationsPath}/${own}/messages/${foreignMessage}`, { message: 'changed' }],
    ['PATCH', `${base}/status`, { status: 'closed' }],
    ['POST', `${conversationsPath}/${own}/messages`, { message: 'see', replyToId: foreignMessage }],
  ];
  for (const [method, path, body] of calls) {
    const answer = await attacker.call<Problem>(method, path, body);
    expect([answer.status, answer.body.code], `${method} ${path}`).toEqual([404, 'NOT_FOUND']);
    expect(JSON.stringify(answer.body)).not.toContain('for the victim');
  }
  const { ask } = await connectSocket(attacker);
  const events: [string, object][] = [
    ['join-chat', {}],
    ['send-chat-message', { message: 'let me in' }],
    ['typing-start', {}],
    ['typing-stop', {}],
    ['mark-messages-read', {}],
    ['messages-received', { upToSeq: 1 }],
  ];
  for (const [event, fields] of events) {
    expect(await ask(event, { conversationId: foreign, ...fields }), event).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
  }
  expect(await ask('leave-chat', { conversationId: foreign })).toEqual({ ok: true });
  expect(await stateOfForeign()).toEqual(before);
  for (const name of ['new-chat-message', 'user-typing', 'messages-read', 'message-updated'] as const) {
    expect(watching.received(name), name).toEqual([]);
  }
});

test('typing is for who has joined, staff too', async () => {
  for (const [person, id] of [
    [staff, foreign],
    [victim, foreign],
  ] as const) {
    const { ask } = await connectSocket(person);
    expect(await ask('typing-start', { conversationId: id })).toMatchObject({ error: { code: 'NOT_FOUND' } });
  }
});

test('no spelling of the path lets a user into what is for staff', async () => {
  const headers = { Authorization: `Bearer ${attacker.token}` };
  const spellings = [
    adminConversationsPath,
    `${adminConversationsPath}/`,
    adminConversationsPath.toUpperCase(),
    `/${adminConversationsPath}`,
    '/api/chat//admin/conversations',
    '/api/chat/./admin/conversations',
    '/api/chat/conversations/../admin/conversations',
    '/api/chat/%61dmin/conversations',
    '/api/chat/admin%2fconversations',
    '/api/chat/admin;x=1/conversations',
    '/api\\chat\\admin\\conversations',
    '/socket.io/../api/chat/admin/conversations',
    `http://livechat.example${adminConversationsPath}`,
  ];
  for (const path of spellings) {
    const answer = await exchange(rawRequest('GET', path, headers));
    expect([400, 403, 404], path).toContain(statusOf(answer));
    expect(answer, path).not.toContain('"counts"');
  }
});

test.each([
  ['X-HTTP-Method-Override', 'GET'],
  ['X-Method-Override', 'DELETE'],
  ['X-Original-URL', conversationsPath],
  ['X-Rewrite-URL', conversationsPath],
  ['X-Forwarded-Path', conversationsPath],
  ['Livechat-Actor', '{"role":"admin","id":1}'],
])('the header %s changes neither method, path nor caller', async (name, value) => {
  const { token } = attacker;
  const answer = await callApi<Problem>('GET', adminConversationsPath, { token, headers: { [name]: value } });
  expect([answer.status, answer.body.code]).toEqual([403, 'FORBIDDEN']);
});

test.each([
  '9007199254740993',
  '1e0',
  '+1',
  '%201',
  '1%20',
  '0x1',
  '１',
  '٣',
  '1,2',
  '1.>',
  'null',
  'undefined',
  '__proto__',
  "1'--",
  '1%0d%0aX-Injected:1',
])('%s is no id, in any place of a path', async (id) => {
  for (const [person, path] of [
    [attacker, `${conversationsPath}/${id}`],
    [attacker, `${conversationsPath}/${id}/messages`],
    [staff, `${adminConversationsPath}/${id}/history`],
    [staff, `/api/chat/admin/users/${id}/block`],
  ] as [Person, string][]) {
    const isBlock = path.endsWith('block');
    const answer = await person.call(isBlock ? 'DELETE' : 'GET', path);
    expect(answer.status, path).toBe(400);
    expect(answer.headers.has('x-injected')).toBe(false);
  }
});

const largest = Number.MAX_SAFE_INTEGER;

test('the largest numbers that fit are answered as missing, never as a defect', async () => {
  const calls: [Person, string, string, object?][] = [
    [attacker, 'GET', `${conversationsPath}/${largest}`],
    [attacker, 'PATCH', `${messagesPath(attacker, own)}/${largest}`, { message: 'x' }],
    [attacker, 'POST', messagesPath(attacker, own), { message: 'x', replyToId: largest }],
    [staff, 'PATCH', `${adminConversationsPath}/${own}/assignee`, { adminId: largest }],
    [staff, 'PUT', `/api/chat/admin/users/${largest}/block`, { reason: 'x' }],
    [staff, 'GET', `/api/chat/admin/users/${largest}/block`],
  ];
  for (const [person, method, path, body] of calls) {
    expect((await person.call(method, path, body)).status, path).toBe(404);
  }
  for (const query of [`userId=${largest}`, `assignee=${largest}`]) {
    expect((await staff.call('GET', `${adminConversationsPath}?${query}`)).status, query).toBe(200);
  }
});

test.each([
  'role',
  'status',
  'seq',
  'id',
  'createdAt',
  'isEdited',
  'readBy',
  'senderName',
  'deliveredAt',
  'adminUnreadCount',
])('nobody sets %s of a message or a conversation', async (field) => {
  const answers = [
    await send(attacker, own, 'x', { [field]: 1 }),
    await attacker.call('POST', conversationsPath, { subject: 's', message: 'm', [field]: 1 }),
  ];
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
  }
  const { ask } = await connectSocket(attacker);
  expect(await ask('send-chat-message', { conversationId: own, message: 'x', [field]: 1 })).toMatchObject({
    error: { code: 'VALIDATION_FAILED' },
  });
});

test('whoever a socket says it is: what is not the caller is FORBIDDEN, in every event that has such a field', async () => {
  const { id } = await principalOf(staff);
  const { ask } = await connectSocket(attacker);
  const spoofs = [{ userType: 'admin' }, { userId: id }, { userId: staff.subject }, { userType: 'admin', userId: id }];
  for (const event of ['join-chat', 'typing-start', 'typing-stop', 'mark-messages-read']) {
    for (const spoof of spoofs) {
      const answer = await ask(event, { conversationId: own, ...spoof });
      expect(answer, `${event} ${JSON.stringify(spoof)}`).toMatchObject({ error: { code: 'FORBIDDEN' } });
    }
  }
});

test('users see of staff the display name and the id: no username, no subject, nowhere', async () => {
  const sub = `staff-subject-${Date.now()}`;
  const username = `ada-${Date.now()}@staff.example`;
  const token = signToken({ sub, username, role: 'admin', name: 'Ada' });
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const customer = await connectSocket(user);
  const told: string[] = [];
  customer.socket.onAny((...all) => told.push(JSON.stringify(all)));
  await join(customer, id);
  const path = `${adminConversationsPath}/${id}`;
  const { body } = await callApi<{ message: Message }>('POST', `${path}/messages`, {
    token,
    body: { message: 'Hello' },
  });
  await callApi('PATCH', `${path}/messages/${body.message.id}`, { token, body: { message: 'Hello there' } });
  await callApi('PATCH', `${path}/messages/read`, { token, body: {} });
  await callApi('PATCH', `${path}/status`, { token, body: { status: 'closed', priority: 'high' } });
  await expect.poll(() => customer.received('conversation-updated').at(-1)?.conversation.status).toBe('closed');
  for (const one of [conversationsPath, `${conversationsPath}/${id}`, messagesPath(user, id), '/api/chat/me']) {
    told.push(JSON.stringify((await user.call('GET', one)).body));
  }
  expect(told.join()).toContain('Ada');
  for (const hidden of [sub, username]) expect(told.join()).not.toContain(hidden);
});
