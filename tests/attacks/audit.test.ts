import { randomUUID } from 'node:crypto';
import { connect as connectTo } from 'node:net';
import type { RequestContract } from '@livechat/contracts/contract';
import { requests } from '@livechat/contracts/registry';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { callApi } from '../setup/api.ts';
import {
  adminConversationsPath,
  conversationsPath,
  messagesPath,
  openConversation,
  send,
} from '../setup/conversations.ts';
import { type FurtherInstance, startFurther } from '../setup/further-instance.ts';
import { type LogLine, linesAbout } from '../setup/logs.ts';
import { newPerson, type Person, principalOf, signToken } from '../setup/people.ts';
import { sampleCalls } from '../setup/sample-calls.ts';
import { connectSocket } from '../setup/sockets.ts';

// What staff do and who is refused can be read afterwards, and nothing of what people write. Both doors are instances of
// their own here: told to say nothing in their logs, and to believe which address a proxy in front names.

const contracts = Object.values<RequestContract>(requests);
const instances: FurtherInstance[] = [];
const said: string[] = [];
const doors = { gateway: '', realtime: '' };

beforeAll(async () => {
  const started = (['gateway', 'realtime'] as const).map(async (service) => {
    const [environment] = inject('system').further[service];
    doors[service] = `http://127.0.0.1:${environment?.PORT}`;
    const options = { ...environment, LOG_LEVEL: 'silent', TRUST_PROXY: '1' };
    instances.push(await startFurther(service, options, (line) => said.push(line)));
  });
  await Promise.all(started);
});

afterAll(() => {
  for (const instance of instances) instance.kill();
});

const lines = (): LogLine[] => said.map((line) => JSON.parse(line));
const linesOf = (requestId: string) => lines().filter((line) => line.requestId === requestId);
const linesWith = (fields: LogLine) =>
  lines().filter((line) => Object.entries(fields).every(([name, value]) => line[name] === value));

const anAddress = () => `198.51.${Math.floor(Math.random() * 255)}.${Math.floor(Math.random() * 255)}`;

interface Options {
  token?: string | undefined;
  body?: unknown;
  address?: string;
}

/** One call through the gateway of this test: its answer, and its lines in the trail. */
async function call(method: string, path: string, { token, body, address = anAddress() }: Options = {}) {
  const requestId = randomUUID();
  const headers = { 'x-request-id': requestId, 'x-forwarded-for': address };
  const options = { ...(token !== undefined && { token }), ...(body !== undefined && { body }) };
  const answer = await callApi<Record<string, unknown>>(method, path, { ...options, headers, gateway: doors.gateway });
  return { ...answer, requestId, address, trail: () => linesOf(requestId) };
}

const connect = (person: Pick<Person, 'token'>, address = anAddress()) =>
  connectSocket(person, { reconnection: false, extraHeaders: { 'x-forwarded-for': address } }, doors.realtime);

/** The contract of a documented call, which names its operation. */
function contractAt(method: string, template: string): RequestContract | undefined {
  return contracts.find(({ rest }) => rest.some((one) => one.method === method && one.path === template));
}

test('every call that staff may make over REST has one line: who, from where, what, on whom, and how it ended', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id: principalId } = await principalOf(staff);
  const { id: userId } = await principalOf(user);
  const { id: conversationId } = await openConversation(user);
  const { id: messageId } = (await send(staff, conversationId, 'to be changed')).body.message;
  const calls = sampleCalls({ conversationId, messageId, userId }).filter(({ role }) => role === 'admin');
  expect(calls.length).toBeGreaterThan(10);
  for (const { name, method, path, template, body } of calls) {
    const { status, body: answer, address, trail } = await call(method, path, { token: staff.token, body });
    const outcome = status < 300 ? 'OK' : answer.code;
    const ids = {
      ...(path.includes('conversations/') && { conversationId }),
      ...(/messages\/\d/.test(path) && { messageId }),
      ...(path.includes('users/') && { userId }),
    };
    const operation = contractAt(method, template)?.name;
    expect(operation, name).toBeDefined();
    await expect.poll(trail, { message: name }).toMatchObject([
      {
        level: 'info',
        audit: true,
        service: 'gateway',
        role: 'admin',
        principalId,
        address,
        operation,
        outcome,
        ...ids,
      },
    ]);
  }
});

test('who hangs up before the answer comes has a line all the same, with the address', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id: conversationId } = await openConversation(user);
  await principalOf(staff);
  const requestId = randomUUID();
  const socket = connectTo(Number(new URL(doors.gateway).port), '127.0.0.1');
  const head = [
    `GET ${adminConversationsPath}/${conversationId}/messages HTTP/1.1`,
    'Host: x',
    `Authorization: Bearer ${staff.token}`,
    `X-Request-Id: ${requestId}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`, () => socket.destroy());
  await expect
    .poll(() => linesOf(requestId))
    .toMatchObject([
      { operation: 'listMessages', conversationId, role: 'admin', address: expect.stringContaining('127.0.0.1') },
    ]);
});

/** Payloads that fit, by socket event. */
const payloads: Record<string, object> = {
  'join-chat': { afterSeq: 0 },
  'send-chat-message': { message: 'hello' },
  'mark-messages-read': {},
  'messages-received': { upToSeq: 1 },
  'leave-chat': {},
};

test('so has all that staff do on a socket, from connecting to disconnecting; typing has none', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id: principalId } = await principalOf(staff);
  const { id: conversationId } = await openConversation(user);
  const address = anAddress();
  const { socket, ask } = await connect(staff, address);
  const events = contracts.flatMap(({ name, actors, socket: binding }) =>
    binding && actors.includes('admin') ? [[name, binding.event] as const] : [],
  );
  // Joined before the rest is asked, and left at the end.
  events.sort(([, one], [, other]) => Number(other === 'join-chat') - Number(one === 'join-chat'));
  events.push(['leave-chat', 'leave-chat']);
  const expected = [{ operation: 'connect' }, ...events.map(([operation]) => ({ operation, conversationId }))];
  for (const [, event] of events) {
    const payload = payloads[event];
    if (!payload) throw new Error(`there is no sample payload for ${event}`);
    await ask('typing-start', { conversationId });
    expect(await ask(event, { conversationId, ...payload }), event).toMatchObject({ ok: true });
  }
  await ask('authenticate', { token: staff.token });
  socket.close();
  const done = [...expected, { operation: 'authenticate' }, { operation: 'disconnect' }];
  const ok = { audit: true, service: 'realtime', role: 'admin', principalId, address, outcome: 'OK' };
  await expect
    .poll(() => linesWith({ ...ok }))
    .toMatchObject(done.map((one) => ({ ...ok, requestId: expect.any(String), ...one })));
});

test('a customer who reads and writes what is theirs leaves no line, over either door', async () => {
  const user = newPerson('user');
  const { id: principalId } = await principalOf(user);
  const { id: conversationId } = await openConversation(user);
  const { token } = user;
  await call('GET', conversationsPath, { token });
  await call('GET', messagesPath(user, conversationId), { token });
  await call('POST', messagesPath(user, conversationId), { token, body: { message: 'hello' } });
  const { ask, socket } = await connect(user);
  await ask('join-chat', { conversationId });
  await ask('send-chat-message', { conversationId, message: 'hello' });
  socket.close();
  // Later than all of them at each door.
  const refused = await call('GET', `${conversationsPath}/2000000000`, { token });
  const again = await connect(user);
  await again.ask('join-chat', { conversationId: 2_000_000_000 });
  await expect.poll(refused.trail).toHaveLength(1);
  await expect
    .poll(() =>
      linesWith({ role: 'user', principalId })
        .map(({ service, outcome }) => `${service} ${outcome}`)
        .sort(),
    )
    .toEqual(['gateway NOT_FOUND', 'realtime NOT_FOUND']);
});

test('who tries what is not theirs is told of, with whose conversation it was, over either door', async () => {
  const [victim, attacker, staff] = [newPerson('user'), newPerson('user'), newPerson('admin')];
  const { id: principalId } = await principalOf(attacker);
  const { id: conversationId } = await openConversation(victim);
  const { token } = attacker;
  const refused = async (method: string, path: string, fields: LogLine, body?: object) => {
    const { trail, address } = await call(method, path, { token, body });
    await expect
      .poll(trail, { message: path })
      .toMatchObject([{ audit: true, role: 'user', principalId, address, ...fields }]);
  };
  const foreign = { conversationId, outcome: 'NOT_FOUND' };
  await refused('GET', messagesPath(attacker, conversationId), { operation: 'listMessages', ...foreign });
  await refused(
    'POST',
    messagesPath(attacker, conversationId),
    { operation: 'sendMessage', ...foreign },
    { message: 'x' },
  );
  const admins = `${adminConversationsPath}/${conversationId}`;
  await refused('GET', admins, { operation: 'getConversation', conversationId, outcome: 'FORBIDDEN' });
  await refused('GET', `${conversationsPath}?username=${victim.username}`, {
    operation: 'listConversations',
    outcome: 'FORBIDDEN',
  });
  const { ask } = await connect(attacker);
  await ask('join-chat', { conversationId });
  await ask('mark-messages-read', { conversationId, userId: 1, userType: 'admin' });
  await ask('authenticate', { token: victim.token });
  await expect
    .poll(() => linesWith({ service: 'realtime', role: 'user', principalId }))
    .toMatchObject([
      { operation: 'joinConversation', ...foreign },
      { operation: 'markMessagesRead', conversationId, outcome: 'FORBIDDEN' },
      { operation: 'authenticate', outcome: 'FORBIDDEN' },
    ]);
  await staff.call('PUT', `/api/chat/admin/users/${principalId}/block`, { reason: 'for a test' });
  await expect.poll(async () => (await call('GET', '/api/chat/me', { token })).status).toBe(403);
  await refused('GET', '/api/chat/me', { operation: 'standing', outcome: 'BLOCKED' });
  await expect(connect(attacker)).rejects.toMatchObject({ data: { code: 'BLOCKED' } });
  await expect
    .poll(() => linesWith({ operation: 'connect', role: 'user', principalId, outcome: 'BLOCKED' }))
    .toMatchObject([{ audit: true, service: 'realtime' }]);
});

test('signing in and out, and every token that is not believed, has a line with the address and no name', async () => {
  const login = (body: object) => call('POST', '/api/auth/login', { body });
  const agent = await login({ username: 'agent', password: 'agent', role: 'admin' });
  const { id: principalId } = agent.body.principal as { id: number };
  const signedIn = { audit: true, operation: 'openSession', role: 'admin', principalId, outcome: 'OK' };
  await expect.poll(agent.trail).toMatchObject([{ ...signedIn, askedRole: 'admin', address: agent.address }]);
  const token = String(agent.body.accessToken);
  const out = await call('POST', '/api/auth/logout', { token, body: { refreshToken: agent.body.refreshToken } });
  await expect
    .poll(out.trail)
    .toMatchObject([{ operation: 'closeSession', role: 'admin', principalId, outcome: 'OK' }]);

  const wrong = await login({ username: 'agent', password: 'guessed', role: 'admin' });
  const guessed = {
    operation: 'openSession',
    askedRole: 'admin',
    outcome: 'INVALID_CREDENTIALS',
    address: wrong.address,
  };
  await expect.poll(wrong.trail).toMatchObject([guessed]);
  // Whose account it was at.
  const tried = { msg: 'sign-in refused', role: 'admin', id: principalId };
  await expect.poll(() => linesAbout(wrong.requestId).chat).toMatchObject([tried]);
  const customer = await login({ username: 'demo', password: 'demo' });
  await expect.poll(customer.trail).toMatchObject([{ operation: 'openSession', role: 'user', outcome: 'OK' }]);
  const stolen = await call('POST', '/api/auth/refresh', { body: { refreshToken: 'one that nobody has' } });
  await expect.poll(stolen.trail).toMatchObject([{ operation: 'refreshSession', outcome: 'UNAUTHENTICATED' }]);

  for (const bad of [undefined, 'nonsense', token]) {
    const { trail, address } = await call('GET', `${adminConversationsPath}/7/messages`, { token: bad });
    await expect
      .poll(trail)
      .toMatchObject([{ operation: 'listMessages', conversationId: 7, outcome: 'UNAUTHENTICATED', address }]);
    expect(trail()[0]).not.toHaveProperty('role');
  }
  const address = anAddress();
  await expect(connect({ token: 'nonsense' }, address)).rejects.toThrow();
  await expect.poll(() => linesWith({ address })).toMatchObject([{ operation: 'connect', outcome: 'UNAUTHENTICATED' }]);
});

test('no call that needs a token is refused one without a line', async () => {
  const things = { conversationId: 7, messageId: 8, userId: 9 };
  for (const { name, role, method, path, template, body } of sampleCalls(things)) {
    if (role === 'nobody') continue;
    const { trail, status } = await call(method, path, { token: 'nonsense', body });
    expect(status, name).toBe(401);
    const operation = contractAt(method, template)?.name ?? expect.any(String);
    await expect.poll(trail, { message: name }).toMatchObject([{ operation, outcome: 'UNAUTHENTICATED' }]);
  }
});

test('no text, search word, name, e-mail, password, token or reason is in the trail, nor what poses as an id', async () => {
  const canary = `canary${randomUUID().replaceAll('-', '')}`;
  const email = `${canary}@example.org`;
  const card = '5105105105105100';
  const staff = newPerson('admin', email);
  const token = signToken({ sub: staff.subject, role: 'admin', username: email, name: email });
  const { id: principalId } = await principalOf({ ...staff, call: (method, path) => callApi(method, path, { token }) });
  const user = newPerson('user', email);
  const { id } = await openConversation(user, { subject: canary, message: canary });
  const { id: userId } = await principalOf(user);
  const path = messagesPath(staff, id);
  const did = [
    await call('GET', `${adminConversationsPath}?q=${canary}&userId=${userId}&status=open`, { token }),
    await call('GET', `${adminConversationsPath}?q=${canary}&${canary}=${canary}&cursor=${canary}`, { token }),
    await call('POST', path, {
      token,
      body: { message: canary, clientMessageId: card, metadata: { [canary]: email } },
    }),
    await call('POST', path, { token, body: { message: canary, replyToId: canary, [`${canary}Id`]: 7 } }),
    await call('POST', path, { token, body: `{"message": "${canary}"` }),
    await call('PUT', `/api/chat/admin/users/${userId}/block`, { token, body: { reason: canary } }),
    await call('GET', `${adminConversationsPath}/${canary}/messages`, { token }),
    await call('GET', `${adminConversationsPath}/${id}/messages`, { token: `${token}${canary}` }),
    await call('POST', '/api/auth/login', { body: { username: email, password: canary, role: 'admin' } }),
    await call('POST', '/api/auth/refresh', { body: { refreshToken: canary } }),
    await call('POST', '/api/auth/logout', { token, body: { refreshToken: canary, [canary]: canary } }),
    await call('GET', '/api/auth/me', { address: canary }),
  ];
  // Nobody's, and no refusal either.
  await call('POST', '/api/auth/login', { body: { username: email, password: canary, role: canary } });
  const { ask } = await connect({ token }, canary);
  await ask('send-chat-message', { conversationId: id, message: canary, senderType: canary });
  await ask('send-chat-message', { conversationId: id, message: canary, clientMessageId: card });
  await ask('send-chat-message', { conversationId: id, message: canary, metadata: { note: email } });
  await ask('join-chat', { conversationId: canary, [canary]: canary });
  await ask('authenticate', { token: `${token}${canary}` });
  for (const { trail } of did) await expect.poll(trail).toHaveLength(1);
  await expect
    .poll(() => linesWith({ service: 'realtime', role: 'admin', principalId }).map(({ outcome }) => outcome))
    .toEqual(['OK', 'FORBIDDEN', 'VALIDATION_FAILED', 'OK', 'VALIDATION_FAILED', 'UNAUTHENTICATED']);
  expect(did[0]?.trail()).toMatchObject([{ operation: 'listAllConversations', userId, fields: ['status', 'q'] }]);
  const signature = token.split('.')[2] ?? '';
  for (const secret of [canary, card, signature, staff.subject]) expect(said.join('\n')).not.toContain(secret);
});

test('a flood of bad tokens makes few lines and then one with its number, also when the door ends', async () => {
  const address = anAddress();
  await Promise.all(
    Array.from({ length: 100 }, (_, n) => call('GET', conversationsPath, { token: `bad-${n}`, address })),
  );
  expect(linesWith({ address }).length).toBeLessThanOrEqual(20);
  for (const { pid } of instances) process.kill(pid, 'SIGTERM');
  await Promise.all(instances.map(({ ended }) => ended));
  await expect
    .poll(() => lines().filter(({ network }) => network === address))
    .toMatchObject([{ audit: true, service: 'gateway', outcome: 'REFUSED_MORE', refused: 80 }]);
  expect(linesWith({ address })).toHaveLength(20);
});
