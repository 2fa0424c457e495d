import { randomUUID } from 'node:crypto';
import { rateLimits } from '@livechat/contracts/rate-limits';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { callApi, type Problem } from './setup/api.ts';
import { conversationsPath, messagesPath, openConversation, readAll } from './setup/conversations.ts';
import { type FurtherInstance, startFurther } from './setup/further-instance.ts';
import { newPerson, type Person, signToken } from './setup/people.ts';

const instances: FurtherInstance[] = [];
const sockets: Socket[] = [];
const gateways: string[] = [];
const doors: string[] = [];

const asTheyAre = Object.fromEntries(Object.values(rateLimits).map(({ setting }) => [setting, '']));

/** Two gateways and two realtime instances with the limits as they are without settings. */
beforeAll(async () => {
  const { further } = inject('system');
  const started = (['gateway', 'realtime'] as const).flatMap((service) =>
    further[service].slice(0, 2).map(async (environment) => {
      instances.push(await startFurther(service, { ...environment, ...asTheyAre, TRUST_PROXY: '1' }));
      (service === 'gateway' ? gateways : doors).push(`http://127.0.0.1:${environment.PORT}`);
    }),
  );
  await Promise.all(started);
});

afterAll(() => {
  for (const socket of sockets) socket.close();
  for (const instance of instances) instance.kill();
});

async function connectTo(door: string | undefined, token: string): Promise<Socket> {
  const socket = io(door ?? '', { auth: { token }, transports: ['websocket'], forceNew: true });
  sockets.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

const post = <Body = Problem>(gateway: string | undefined, person: Person, path: string, body: object) =>
  callApi<Body>('POST', path, { token: person.token, body, gateway: gateway ?? '' });

/** Another token of the same person, as another device has it. */
function tokenOf({ subject, username, role }: Person): string {
  return signToken({ sub: subject, username, role, name: 'Carl Customer', jti: randomUUID() });
}

test('sixty sends at once over both doors, four instances and three tokens: exactly thirty are accepted', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const tokens = [tokenOf(user), tokenOf(user), tokenOf(user)];
  const open = await Promise.all(tokens.map((token, index) => connectTo(doors[index % 2], token)));
  const answers = await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      const message = `message ${index}`;
      const socket = open[index % 6];
      if (socket) {
        const answer = await socket.emitWithAck('send-chat-message', { conversationId: id, message });
        return answer.ok ? 'accepted' : answer.error;
      }
      const body = { message };
      const token = tokens[index % 3] ?? '';
      const gateway = gateways[index % 2] ?? '';
      const answer = await callApi<Problem>('POST', messagesPath(user, id), { token, gateway, body });
      return answer.status === 201 ? 'accepted' : answer.body;
    }),
  );
  expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(30);
  const refused = answers.filter((answer) => answer !== 'accepted');
  for (const answer of refused) {
    expect(answer).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) });
    expect((answer as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(50_000);
  }
  expect(await readAll(user, id)).toHaveLength(31);
});

test('eight sends of one clientMessageId over both doors use one place', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const socket = await connectTo(doors[0], user.token);
  const same = { message: 'once', clientMessageId: randomUUID() };
  await Promise.all([
    ...Array.from({ length: 4 }, () => post(gateways[0], user, messagesPath(user, id), same)),
    ...Array.from({ length: 4 }, () => socket.emitWithAck('send-chat-message', { conversationId: id, ...same })),
  ]);
  const next = await post(gateways[1], user, messagesPath(user, id), { message: 'another' });
  expect(next.headers.get('ratelimit')).toMatch(/^"messages";r=28;t=\d+$/);
  expect(next.headers.get('ratelimit-policy')).toBe('"messages";q=30;w=60');
});

test('a refused call uses up nothing: what is missing or foreign gives its place back', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  for (let attempt = 0; attempt < 35; attempt += 1) {
    const { status } = await post(gateways[attempt % 2], user, messagesPath(user, 999_999_999), { message: 'x' });
    expect(status).toBe(404);
  }
  expect((await post(gateways[0], user, messagesPath(user, id), { message: 'x' })).status).toBe(201);
});

test('five conversations in fifteen minutes; closing them makes no room', async () => {
  const user = newPerson('user');
  const body = { subject: 'Many', message: 'x' };
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) => post(gateways[index % 2], user, conversationsPath, body)),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(3);
  for (const { headers, body: problem } of refused) {
    expect(problem).toMatchObject({ code: 'RATE_LIMITED' });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(800);
  }
});

test('the first message of a conversation counts as the conversation only', async () => {
  const user = newPerson('user');
  const opened = await post<{ conversation: { id: number } }>(gateways[0], user, conversationsPath, {
    subject: 'First',
    message: 'x',
  });
  const next = await post(gateways[0], user, messagesPath(user, opened.body.conversation.id), { message: 'y' });
  expect(next.headers.get('ratelimit')).toMatch(/^"messages";r=29;/);
});

test('staff have a limit of their own, and one person’s limit is not another’s', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const answer = await post(gateways[0], staff, messagesPath(staff, id), { message: 'x' });
  expect(answer.headers.get('ratelimit-policy')).toBe('"staffMessages";q=300;w=60');
  expect(answer.headers.get('ratelimit')).toMatch(/r=299;/);
});

/** Guesses a password, from an address that the proxy in front tells. */
async function guess(index: number, username: string, address: string): Promise<number> {
  const { status } = await callApi('POST', '/api/auth/login', {
    gateway: gateways[index % 2] ?? '',
    headers: { 'x-forwarded-for': address },
    body: { username, password: 'guess' },
  });
  return status;
}

const tenRefusalsThenLimited = [...Array.from({ length: 10 }, () => 401), 429, 429];

test('ten sign-ins a minute at one name, in whatever case, from whichever address and over whichever gateway', async () => {
  const username = `nobody-${randomUUID()}`;
  const statuses = [];
  for (let index = 0; index < 12; index += 1) {
    statuses.push(await guess(index, index % 3 === 0 ? username.toUpperCase() : username, `2001:db8::${index}`));
  }
  expect(statuses).toEqual(tenRefusalsThenLimited);
});

test('ten sign-ins a minute from one address, at whatever name', async () => {
  const address = `2001:db8:1::${randomUUID().slice(0, 4)}`;
  const statuses = [];
  for (let index = 0; index < 12; index += 1) statuses.push(await guess(index, randomUUID(), address));
  expect(statuses).toEqual(tenRefusalsThenLimited);
});

test('typing over the limit is dropped and told once, and messages go on', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const socket = await connectTo(doors[0], user.token);
  const errors: unknown[] = [];
  socket.on('chat-error', (error) => errors.push(error));
  await socket.emitWithAck('join-chat', { conversationId: id });
  for (let index = 0; index < 30; index += 1) await socket.emitWithAck('typing-start', { conversationId: id });
  expect(errors).toMatchObject([{ event: 'typing-start', code: 'RATE_LIMITED' }]);
  expect(await socket.emitWithAck('send-chat-message', { conversationId: id, message: 'x' })).toMatchObject({
    ok: true,
  });
});

test('with Redis away an instance limits on its own: no outage and no open door', async () => {
  const environment = inject('system').further.gateway[2];
  const alone = await startFurther('gateway', { ...environment, ...asTheyAre, REDIS_URL: 'redis://127.0.0.1:1' });
  instances.push(alone);
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const gateway = `http://127.0.0.1:${environment?.PORT}`;
  const statuses = [];
  for (let index = 0; index < 33; index += 1) {
    statuses.push((await post(gateway, user, messagesPath(user, id), { message: `message ${index}` })).status);
  }
  expect(statuses).toEqual([...Array.from({ length: 30 }, () => 201), 429, 429, 429]);
});
