import { randomUUID } from 'node:crypto';
import { serviceNames } from '@livechat/stack/service-names';
import { afterAll, expect, inject, test } from 'vitest';
import { callApi } from './setup/api.ts';
import { conversationsPath, messagesPath, openConversation, send } from './setup/conversations.ts';
import { type FurtherInstance, startFurther } from './setup/further-instance.ts';
import { linesAbout, logLines, logText } from './setup/logs.ts';
import { internalUrls, scrape } from './setup/metrics.ts';
import { newPerson, principalOf, signToken } from './setup/people.ts';
import { connectSocket, join } from './setup/sockets.ts';

const instances: FurtherInstance[] = [];
afterAll(() => {
  for (const instance of instances) instance.kill();
});

/** Lets through and marked: moderation has something to say. */
const flagged = `Hello ${'!'.repeat(200)}`;

test('the id of a request is in the lines of every service that had to do with it', async () => {
  const user = newPerson('user');
  const { id: principalId } = await principalOf(user);
  const { id } = await openConversation(user);
  const requestId = randomUUID();
  const path = messagesPath(user, id);
  const headers = { 'x-request-id': requestId };
  await callApi('POST', path, { token: user.token, headers, body: { message: flagged } });
  const request = { msg: 'request', method: 'POST', route: '/api/chat/conversations/:conversationId/messages' };
  await expect
    .poll(() => linesAbout(requestId), { timeout: 10_000 })
    .toMatchObject({
      gateway: [{ ...request, status: 201, durationMs: expect.any(Number), role: 'user', principalId }],
      chat: [{ msg: 'message stored', conversationId: id, seq: 2 }],
      moderation: [{ msg: 'spam suspected', action: 'flag', reasons: ['SPECIAL_CHARACTERS'] }],
    });
});

test('what a person says on a socket has a line at the door, with an id that chat’s line has too', async () => {
  const user = newPerson('user');
  const { id: principalId } = await principalOf(user);
  const { id } = await openConversation(user);
  const socket = await connectSocket(user);
  await socket.ask('send-chat-message', { conversationId: id, message: 'hello' });
  const said = () =>
    logLines().filter((line) => line.event === 'send-chat-message' && line.principalId === principalId);
  await expect.poll(said, { timeout: 10_000 }).toMatchObject([{ msg: 'socket event', outcome: 'OK', role: 'user' }]);
  const requestId = String(said()[0]?.requestId);
  await expect
    .poll(() => linesAbout(requestId), { timeout: 10_000 })
    .toMatchObject({ realtime: [{}], chat: [{ msg: 'message stored', conversationId: id }] });
});

test('a limit that is hit has a line with who, which limit and which request', async () => {
  const environment = inject('system').further.gateway[0];
  const said: string[] = [];
  const options = { ...environment, CHAT_RATE_LIMIT_MESSAGES: '1/60s' };
  instances.push(await startFurther('gateway', options, (line) => said.push(line)));
  const gateway = `http://127.0.0.1:${environment?.PORT}`;
  const user = newPerson('user');
  const { id: principalId } = await principalOf(user);
  const path = messagesPath(user, (await openConversation(user)).id);
  const requestId = randomUUID();
  for (const id of [randomUUID(), requestId]) {
    await callApi('POST', path, {
      token: user.token,
      gateway,
      headers: { 'x-request-id': id },
      body: { message: 'x' },
    });
  }
  const reached = () => said.filter((line) => line.includes('rate limit reached')).map((line) => JSON.parse(line));
  await expect
    .poll(reached, { timeout: 10_000 })
    .toMatchObject([{ limit: 'messages', caller: `user:${principalId}`, requestId }]);
});

test('health checks have no lines', async () => {
  for (const path of ['/livez', '/readyz']) expect((await callApi('GET', path)).status).toBe(200);
  const marker = randomUUID();
  await callApi('GET', '/api/auth/me', { headers: { 'x-request-id': marker } });
  await expect.poll(() => linesAbout(marker).gateway?.some(({ msg }) => msg === 'request')).toBe(true);
  expect(logText()).not.toMatch(/"route":"\/(livez|readyz)"/);
});

test('no text, token, name, e-mail or address that a caller sends is in any log line or metric', async () => {
  const canary = `canary${randomUUID().replaceAll('-', '')}`;
  const email = `${canary}@example.org`;
  const user = newPerson('user', email);
  const staff = newPerson('admin');
  const token = signToken({ sub: user.subject, role: 'user', username: email, name: email });
  const { id } = await openConversation(user, { subject: canary, message: `${canary} ${flagged}` });
  await send(user, id, `https://${canary}.example/ ${email}`, { metadata: { [canary]: canary } });
  await callApi('POST', messagesPath(user, id), { token, body: `{"message": "${canary}"` });
  await callApi('POST', messagesPath(user, id), { token, body: { [canary]: canary } });
  await callApi('GET', `/${canary}?token=${token}`, { headers: { 'x-request-id': `${canary}\tx` } });
  await callApi('GET', `${conversationsPath}?username=${email}`, { token: `${token}${canary}` });
  await callApi('POST', '/api/auth/login', { body: { username: email, password: canary } });
  await callApi('POST', '/api/auth/refresh', { body: { refreshToken: canary } });
  await staff.call('GET', `/api/chat/admin/conversations?q=${canary}`);
  const socket = await connectSocket({ ...user, token });
  await join(socket, id);
  await socket.ask('send-chat-message', { conversationId: id, message: canary });
  await socket.ask(canary, { canary });
  await socket.ask('authenticate', { token: canary });
  const marker = randomUUID();
  await callApi('GET', '/api/auth/me', { headers: { 'x-request-id': marker } });
  await expect.poll(() => linesAbout(marker).gateway?.some(({ msg }) => msg === 'request')).toBe(true);

  const metrics = await Promise.all(serviceNames.flatMap(internalUrls).map(scrape));
  const signature = token.split('.').at(-1) ?? '';
  for (const told of [logText(), ...metrics]) {
    expect(told.length).toBeGreaterThan(1_000);
    for (const secret of [canary, signature, user.token]) {
      const at = told.indexOf(secret);
      expect(at < 0 ? '' : told.slice(Math.max(0, at - 200), at + 100)).toBe('');
    }
  }
});
