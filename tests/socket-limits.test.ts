import { randomUUID } from 'node:crypto';
import { rateLimits } from '@livechat/contracts/rate-limits';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openConversation } from './setup/conversations.ts';
import { type FurtherInstance, startFurther } from './setup/further-instance.ts';
import { newPerson } from './setup/people.ts';
import { connectSocket, openSocket } from './setup/sockets.ts';

let instance: FurtherInstance | undefined;
let door = '';

/** One that believes the address which a proxy in front names, with the limits as they are without settings. */
beforeAll(async () => {
  const environment = inject('system').further.realtime[0];
  const limits = Object.fromEntries(Object.values(rateLimits).map(({ setting }) => [setting, '']));
  instance = await startFurther('realtime', { ...environment, ...limits, TRUST_PROXY: '1' });
  door = `http://127.0.0.1:${environment?.PORT}`;
});

afterAll(() => instance?.kill());

type Refusal = Error & { data?: { code: string; retryAfterMs?: number } };

function connect(token: string, address: string): Promise<'connected' | Refusal['data']> {
  const extraHeaders = { 'x-forwarded-for': address };
  const socket = openSocket({ auth: { token }, transports: ['websocket'], reconnection: false, extraHeaders }, door);
  return new Promise((resolve) => {
    socket.once('connect', () => resolve('connected'));
    socket.once('connect_error', (err: Refusal) => resolve(err.data));
  });
}

const anAddress = () => `2001:db8::${randomUUID().slice(0, 4)}:${randomUUID().slice(0, 4)}`;

test('after 100 bad tokens from one address more are told to wait; good tokens and other addresses go on', async () => {
  const address = anAddress();
  const codes: (string | undefined)[] = [];
  for (let from = 0; from < 105; from += 15) {
    const answers = await Promise.all(Array.from({ length: 15 }, () => connect(`bad-${randomUUID()}`, address)));
    for (const answer of answers) codes.push(answer === 'connected' ? answer : answer?.code);
  }
  expect(codes.filter((code) => code === 'UNAUTHENTICATED')).toHaveLength(100);
  expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(5);
  const refused = await connect('bad', address);
  expect(refused).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) });
  expect(await connect(newPerson('user').token, address)).toBe('connected');
  expect(await connect('bad', anAddress())).toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('one person has at most 20 sockets over all instances, also when all come at once', async () => {
  const user = newPerson('user');
  const attempts = await Promise.allSettled(Array.from({ length: 30 }, () => connectSocket(user)));
  const open = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
  expect(open).toHaveLength(20);
  expect(new Set(open.map(({ instance: name }) => name())).size).toBe(2);
  for (const attempt of attempts) {
    if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ data: { code: 'RATE_LIMITED' } });
  }
  // One that goes makes room for another.
  open[0]?.socket.close();
  await expect
    .poll(
      () =>
        connectSocket(user).then(
          () => 'connected',
          () => 'refused',
        ),
      { timeout: 10_000 },
    )
    .toBe('connected');
  await expect(connectSocket(user)).rejects.toMatchObject({ data: { code: 'RATE_LIMITED' } });
});

test('a socket that sends 200 events at once is refused more, and is closed when it does not stop', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const { socket, received } = await connectSocket(user);
  const stop = () => socket.emit('typing-stop', { conversationId: id });
  for (let event = 0; event < 300; event += 1) stop();
  const limited = () => received('chat-error').filter(({ code }) => code === 'RATE_LIMITED');
  await expect.poll(() => limited().length).toBeGreaterThan(50);
  expect(limited()[0]).toMatchObject({ event: 'typing-stop', retryAfterMs: expect.any(Number) });
  expect(socket.connected).toBe(true);
  for (let event = 0; event < 600; event += 1) stop();
  await expect.poll(() => socket.connected).toBe(false);
});
