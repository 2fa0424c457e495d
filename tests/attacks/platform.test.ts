import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { serviceNames } from '@livechat/stack/service-names';
import { expect, inject, test } from 'vitest';
import { callApi } from '../setup/api.ts';
import { conversationsPath, messagesPath, openConversation, send } from '../setup/conversations.ts';
import { logLines, logText } from '../setup/logs.ts';
import { internalUrls, scrape } from '../setup/metrics.ts';
import { newPerson, signToken } from '../setup/people.ts';
import { exchange, rawRequest, statusOf } from '../setup/raw-http.ts';
import { openRawSocket } from '../setup/raw-socket.ts';
import { connectSocket } from '../setup/sockets.ts';

test.each(['x', 'x'.repeat(16), 'x'.repeat(31)])(
  'with a shared secret that is weak (%s) neither door starts, and says so in one line without it',
  async (secret) => {
    for (const service of ['gateway', 'realtime'] as const) {
      const [environment] = inject('system').further[service];
      const main = resolve(import.meta.dirname, `../../services/${service}/src/main.ts`);
      const child = spawn(process.execPath, ['--conditions=source', main], {
        env: { ...environment, AUTH_JWT_SECRET: secret },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      child.stderr.on('data', (data) => {
        said += data;
      });
      const [code] = await once(child, 'close');
      expect(code).toBe(1);
      expect(said.trimEnd().split('\n')).toHaveLength(1);
      expect(said).toMatch(/cannot start: AUTH_JWT_SECRET: must/);
      expect(said).not.toContain('xx');
    }
  },
);

test.each([
  '/metrics',
  '/health',
  '/debug',
  '/debug/pprof',
  '/.env',
  '/.git/config',
  '/stack.json',
  '/package.json',
  '/src/main.ts',
  '/main.js.map',
  '/docs/../package.json',
  '/docs/style.css.map',
  '/docs/..%2f..%2fpackage.json',
  '/server-status',
  '/socket.io/socket.io.js',
  '/socket.io/../metrics',
  '/socket.io/%2e%2e/livez',
  '/json/version',
])('%s is not served to the outside', async (path) => {
  const answer = await exchange(rawRequest('GET', path));
  expect([400, 404]).toContain(statusOf(answer));
  expect(answer).not.toMatch(/# HELP|"dependencies"|livechat_|sourcesContent/);
});

test.each(['TRACE', 'PROPFIND', 'DEBUG', 'QUERY', 'CONNECT'])('%s is no method of ours', async (method) => {
  const answer = await exchange(rawRequest(method, conversationsPath, { Cookie: 'echo=me' }));
  if (answer !== '') expect([400, 404]).toContain(statusOf(answer));
  expect(answer).not.toContain('echo=me');
});

const noise = ['a\r\nb', '\u001b[31mred\u001b[0m', '{"level":"fatal"}', '","msg":"forged', 'x\u2028y', '%0d%0aforged'];

test('whatever a caller makes up, a log line is one JSON object, and begins with what we say', async () => {
  const user = newPerson('user');
  for (const text of noise) {
    const header = encodeURIComponent(text);
    await callApi('GET', `/api/${header}?${header}=1`, {
      token: user.token,
      headers: { 'user-agent': header, 'x-request-id': header, referer: header, traceparent: header },
    });
    const raw = openRawSocket(undefined, { query: `&${header}=${header}`, headers: { 'user-agent': header } });
    await expect.poll(() => raw.answers('0')).toHaveLength(1);
    raw.send(`40${JSON.stringify({ token: text })}`);
    await expect.poll(() => raw.answers('44')).toHaveLength(1);
    const { ask } = await connectSocket(user);
    await ask(text, { [text]: text });
    await ask('join-chat', { conversationId: text });
  }
  const marker = randomUUID();
  await callApi('GET', '/api/auth/me', { headers: { 'x-request-id': marker } });
  await expect.poll(() => logLines().some(({ requestId }) => requestId === marker)).toBe(true);
  const whole = logText().split('\n').slice(0, -1);
  expect(whole.length).toBeGreaterThan(50);
  for (const line of whole)
    expect(line).toMatch(/^\{"level":"[a-z]+","time":"[0-9T:.Z-]+","service":"[a-z]+","instance":/);
  expect(whole.join('\n')).not.toMatch(/forged|u001b/);
});

test('what is secret gets into no error, log or metric, by whichever way it comes and however it fails', async () => {
  const canary = `canary${randomUUID().replaceAll('-', '')}`;
  const email = `${canary}@example.org`;
  const user = newPerson('user', email);
  const token = signToken({ sub: user.subject, username: email, name: email });
  const { id } = await openConversation(user, { subject: canary, message: canary });
  const answers: string[] = [];
  const say = async (method: string, path: string, options: Parameters<typeof callApi>[2]) => {
    answers.push(JSON.stringify((await callApi(method, path, options)).body));
  };
  const path = messagesPath(user, id);
  await say('POST', path, { token, body: { message: `${canary}\0` } });
  await say('POST', path, { token, body: `{"message": "${canary}` });
  await say('POST', path, { token, body: { message: canary.repeat(1_000) } });
  await say('POST', path, { token, body: { message: canary, metadata: { note: `${email}\0` } } });
  await say('POST', path, { token, body: canary, headers: { 'content-type': 'text/plain' } });
  await say('POST', path, { token: `${token}${canary}`, body: { message: canary } });
  await say('POST', '/api/auth/login', { body: { username: email, password: canary } });
  await say('POST', '/api/auth/refresh', { body: { refreshToken: canary } });
  const stranger = newPerson('user');
  await say('GET', `${conversationsPath}?username=${email}`, { token: stranger.token });
  await say('GET', `${conversationsPath}?cursor=${canary}`, { token: stranger.token });
  answers.push(JSON.stringify((await send(stranger, id, canary)).body));
  const { gateway } = inject('system');
  for (const query of [`token=${canary}`, `sid=realtime-1.${canary}`, `sid=${canary}`, `transport=${canary}&EIO=4`]) {
    answers.push(await (await fetch(`${gateway}/socket.io/?EIO=4&transport=polling&${query}`)).text());
  }
  answers.push(await exchange(rawRequest('GET', `/${canary} x`, { Authorization: `Bearer ${token}` })));
  const { ask } = await connectSocket({ token });
  answers.push(JSON.stringify(await ask('authenticate', { token: `${token}${canary}` })));
  answers.push(JSON.stringify(await ask('send-chat-message', { conversationId: id, message: `${canary}\0` })));

  const marker = randomUUID();
  await callApi('GET', '/api/auth/me', { headers: { 'x-request-id': marker } });
  await expect.poll(() => logLines().some(({ requestId }) => requestId === marker)).toBe(true);
  // Those of Postgres, NATS and Redis too.
  const folder = join(inject('system').dataDir, 'logs');
  const logs = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const metrics = await Promise.all(serviceNames.flatMap(internalUrls).map(scrape));
  const signature = token.split('.')[2] ?? '';
  for (const told of [...logs, ...metrics, ...answers]) {
    for (const secret of [canary, signature]) {
      const at = told.indexOf(secret);
      expect(at < 0 ? '' : told.slice(Math.max(0, at - 200), at + 60)).toBe('');
    }
  }
}, 60_000);

test('an error is JSON in words of ours, with nothing of a stack, a file or a statement', async () => {
  const { token } = newPerson('user');
  for (const [method, path, body] of [
    ['GET', '/nowhere', undefined],
    ['GET', '/api/chat/conversations/%E0%A4%A', undefined],
    ['POST', conversationsPath, '{"a":'],
    ['POST', conversationsPath, '{"subject":{},"message":[]}'],
  ] as const) {
    const answer = await callApi(method, path, { token, ...(body && { body }) });
    expect(answer.headers.get('content-type'), path).toContain('application/problem+json');
    expect(JSON.stringify(answer.body), path).not.toMatch(
      /node_modules|\.ts\b|at \w+ \(|SyntaxError|select |postgres/i,
    );
  }
});
