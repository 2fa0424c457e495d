import { randomUUID } from 'node:crypto';
import { rateLimits } from '@livechat/contracts/rate-limits';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { callApi, type Problem } from './setup/api.ts';
import { type FurtherInstance, startFurther } from './setup/further-instance.ts';
import { newPerson } from './setup/people.ts';
import { openSocket } from './setup/sockets.ts';

const instances: FurtherInstance[] = [];
let gateway = '';
let door = '';

/** One of each that believe the address which a proxy in front names, with the limits as they are without settings. */
beforeAll(async () => {
  const { further } = inject('system');
  const limits = Object.fromEntries(Object.values(rateLimits).map(({ setting }) => [setting, '']));
  const started = (['gateway', 'realtime'] as const).map(async (service) => {
    const environment = further[service][0];
    instances.push(await startFurther(service, { ...environment, ...limits, TRUST_PROXY: '1' }));
    return `http://127.0.0.1:${environment?.PORT}`;
  });
  [gateway = '', door = ''] = await Promise.all(started);
  // A process that has just started may take so long over its first one that it counts by itself, without Redis.
  await guess(anAddress(), 10);
});

afterAll(() => {
  for (const instance of instances) instance.kill();
});

type Answer = { code: string; retryAfterMs?: number };

/** Both doors, as somebody behind `address`. */
const doors: Record<string, (token: string, address: string) => Promise<Answer>> = {
  async REST(token, address) {
    const headers = { 'x-forwarded-for': address };
    const { status, body } = await callApi<Problem>('GET', '/api/auth/me', { token, headers, gateway });
    if (status === 429) expect(body.retryAfterMs).toBeGreaterThan(0);
    return status === 200 ? { code: 'in' } : body;
  },
  sockets(token, address) {
    const extraHeaders = { 'x-forwarded-for': address };
    const socket = openSocket({ auth: { token }, transports: ['websocket'], reconnection: false, extraHeaders }, door);
    return new Promise((resolve) => {
      socket.once('connect', () => resolve({ code: 'in' }));
      socket.once('connect_error', (err: Error & { data?: Answer }) => resolve(err.data ?? { code: err.message }));
    });
  },
};

/** Of another network each time. */
function anAddress(): string {
  const [, one, two] = randomUUID().split('-');
  return `2001:db8:${one}:${two}::1`;
}

async function guess(address: string, times: number): Promise<string[]> {
  const codes: string[] = [];
  while (codes.length < times) {
    const answers = Object.values(doors).flatMap((tried) =>
      Array.from({ length: 5 }, () => tried(`bad-${randomUUID()}`, address)),
    );
    for (const { code } of await Promise.all(answers)) codes.push(code);
  }
  return codes;
}

test('after 100 bad tokens of one address over both doors more are told to wait', async () => {
  const codes = await guess(anAddress(), 110);
  expect(codes.filter((code) => code === 'UNAUTHENTICATED')).toHaveLength(100);
  expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(10);
});

test('another address of the same IPv6 network is the same to the limit, and other networks go on', async () => {
  const address = anAddress();
  await guess(address, 110);
  for (const tried of Object.values(doors)) {
    expect(await tried('bad', address.replace('::1', '::2'))).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterMs: expect.any(Number),
    });
    expect(await tried('bad', anAddress())).toMatchObject({ code: 'UNAUTHENTICATED' });
  }
});

test('good tokens of that address go on, known ones at any pace, while the guessing does', async () => {
  const address = anAddress();
  const known = newPerson('user');
  for (const tried of Object.values(doors)) expect(await tried(known.token, address)).toEqual({ code: 'in' });
  await guess(address, 110);
  let isGuessing = true;
  const guessing = (async () => {
    while (isGuessing) await guess(address, 40);
  })();
  for (let time = 0; time < 30; time += 1) expect(await doors.REST?.(known.token, address)).toEqual({ code: 'in' });
  for (const tried of Object.values(doors)) {
    const comer = newPerson('user');
    // As a client does that is told to come back.
    await expect.poll(() => tried(comer.token, address), { timeout: 30_000, interval: 100 }).toEqual({ code: 'in' });
  }
  isGuessing = false;
  await guessing;
});
