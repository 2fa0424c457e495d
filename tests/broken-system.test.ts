import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientEvents } from '@livechat/contracts/reference/socket-events';
import { type Stack, startStack } from '@livechat/stack/start-stack';
import jwt from 'jsonwebtoken';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callApi } from './setup/api.ts';
import { answered, openApi } from './setup/reference.ts';
import { type SampleCall, sampleCalls } from './setup/sample-calls.ts';
import { connectSocket, type TestSocket } from './setup/sockets.ts';

// A system of its own, which these tests break: first its database, then its bus.

const dataDir = mkdtempSync(join(tmpdir(), 'livechat-broken-'));
const secret = 'a secret of this test alone, and long enough';
let stack: Stack | undefined;
let gateway = '';
let tokens = { user: '', admin: '', unknown: '' };
let calls: SampleCall[] = [];
let conversationId = 0;

const sign = (role: string, username: string) =>
  jwt.sign({ sub: randomUUID(), role, username }, secret, { expiresIn: '10 minutes' });

beforeAll(async () => {
  stack = await startStack({
    dataDir,
    gatewayPort: 0,
    replicas: { gateway: 1, chat: 1, moderation: 1, realtime: 1 },
    settings: { ...process.env, AUTH_JWT_SECRET: secret },
    throwAwayDatabase: true,
    demoAccounts: true,
  });
  gateway = stack.manifest().gateway;
  tokens = { user: sign('user', 'carl'), admin: sign('admin', 'ada'), unknown: sign('user', 'stranger') };
  const opened = await callApi<{ conversation: { id: number; userId: number }; message: { id: number } }>(
    'POST',
    '/api/chat/conversations',
    { token: tokens.user, gateway, body: { subject: 'Hello', message: 'Hello' } },
  );
  const { conversation, message } = opened.body;
  conversationId = conversation.id;
  calls = sampleCalls({ conversationId, messageId: message.id, userId: conversation.userId });
  // Known from here on, so that what follows is refused by what the call asks for, not at the door.
  await callApi('GET', '/api/auth/me', { token: tokens.admin, gateway });
}, 60_000);

afterAll(async () => {
  await stack?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

const ofCalls = (code: string) =>
  calls.flatMap(({ name, declared }) =>
    declared.filter((answer) => answer.endsWith(code)).map((answer) => `${name} ${answer}`),
  );
const ofEvents = (code: string) =>
  clientEvents().flatMap(({ event, errors }) => (errors.some((one) => one === code) ? [`${event} ${code}`] : []));

/** Every call and every event once, all at the same time. */
async function runEverything(socket: TestSocket): Promise<void> {
  const everyCall = calls.map((call) => {
    const token = call.path.endsWith('/auth/me') ? tokens.unknown : call.role === 'admin' ? tokens.admin : tokens.user;
    return callApi(call.method, call.path, {
      gateway,
      ...(call.role !== 'nobody' && { token }),
      ...(call.body && { body: call.body }),
    });
  });
  const payloads: Record<string, object> = {
    'send-chat-message': { conversationId, message: 'Hello' },
    'messages-received': { conversationId, upToSeq: 1 },
    authenticate: { token: tokens.unknown },
  };
  const everyEvent = clientEvents().map(({ event }) => socket.ask(event, payloads[event] ?? { conversationId }));
  await Promise.all([...everyCall, ...everyEvent]);
}

test('every call and event that meets a defect says INTERNAL, and tells nothing of it', async () => {
  const socket = await connectSocket({ token: tokens.user }, {}, gateway);
  const client = new pg.Client(stack?.manifest().databaseUrl);
  await client.connect();
  await client.query('alter schema public rename to nowhere');
  try {
    await runEverything(socket);
  } finally {
    await client.query('alter schema nowhere rename to public');
    await client.end();
  }
  expect(ofCalls('INTERNAL').filter((answer) => !answered.has(answer))).toEqual([]);
  expect(ofEvents('INTERNAL').filter((answer) => !answered.has(answer))).toEqual([]);
});

test('with the bus hung every call and event says UNAVAILABLE in time, and readiness is given up', async () => {
  const socket = await connectSocket({ token: tokens.user }, {}, gateway);
  const nats = stack?.manifest().infrastructure.nats.pid;
  expect(nats, 'the bus is a process of this machine').toBeTypeOf('number');
  if (nats === undefined) return;
  process.kill(nats, 'SIGSTOP');
  try {
    const startedAt = performance.now();
    const first = callApi('GET', '/api/chat/conversations', { gateway, token: tokens.user });
    const everything = runEverything(socket);
    expect((await first).status).toBe(503);
    // Noticed within a second; the rest is the way of one call. Without noticing, calls would wait 2.5 s.
    expect(performance.now() - startedAt).toBeLessThan(1_400);
    await everything;
    expect(performance.now() - startedAt).toBeLessThan(2_300);
    const ready = async () => (await callApi('GET', '/readyz', { gateway })).status;
    await expect.poll(ready, { timeout: 30_000 }).toBe(503);
    expect((await callApi('GET', '/livez', { gateway })).status).toBe(200);
  } finally {
    process.kill(nats, 'SIGCONT');
  }
  expect(ofCalls('UNAVAILABLE').filter((answer) => !answered.has(answer))).toEqual([]);
  expect(ofEvents('UNAVAILABLE').filter((answer) => !answered.has(answer))).toEqual([]);
  expect(openApi.paths['/readyz']?.get?.responses[503]).toBeDefined();
  await expect.poll(async () => (await callApi('GET', '/readyz', { gateway })).status, { timeout: 30_000 }).toBe(200);
}, 90_000);
