import { randomUUID } from 'node:crypto';
import { rateLimits } from '@livechat/contracts/rate-limits';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { callApi } from '../setup/api.ts';
import { messagesPath, openConversation } from '../setup/conversations.ts';
import { type FurtherInstance, startFurther } from '../setup/further-instance.ts';
import { newPerson } from '../setup/people.ts';
import { exchange, rawRequest, statusOf } from '../setup/raw-http.ts';

const instances: FurtherInstance[] = [];
const windowMs = 3_000;
/** The limits as they are, and no proxy in front that would be believed. */
let plain = '';
/** Two with five messages in three seconds. */
let narrow: string[] = [];

beforeAll(async () => {
  const { gateway } = inject('system').further;
  const asTheyAre = Object.fromEntries(Object.values(rateLimits).map(({ setting }) => [setting, '']));
  const five = { ...asTheyAre, CHAT_RATE_LIMIT_MESSAGES: `5/${windowMs / 1000}s` };
  const started = await Promise.all([
    startFurther('gateway', { ...gateway[0], ...asTheyAre }),
    startFurther('gateway', { ...gateway[1], ...five }),
    startFurther('gateway', { ...gateway[2], ...five }),
  ]);
  instances.push(...started);
  const [first = '', ...others] = gateway.map(({ PORT }) => `http://127.0.0.1:${PORT}`);
  plain = first;
  narrow = others;
});

afterAll(() => {
  for (const instance of instances) instance.kill();
});

const spoofs = (index: number): Record<string, string> => ({
  'x-forwarded-for': `203.0.113.${index}`,
  'x-real-ip': `203.0.113.${index}`,
  forwarded: `for=203.0.113.${index}`,
  'cf-connecting-ip': `203.0.113.${index}`,
});

test('an address that the caller makes up is not believed: the eleventh guess is refused', async () => {
  const statuses = [];
  for (let index = 0; index < 12; index += 1) {
    const body = { username: `nobody-${randomUUID()}`, password: 'guess' };
    statuses.push((await callApi('POST', '/api/auth/login', { gateway: plain, headers: spoofs(index), body })).status);
  }
  // Fewer are free when other tests have signed in from here in the same minute.
  expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
  expect(statuses.slice(10)).toEqual([429, 429]);
});

test('an address made up behind two thousand other headers is not believed either', async () => {
  const body = JSON.stringify({ username: `nobody-${randomUUID()}`, password: 'guess' });
  const headers = {
    'Content-Type': `application/json\r\n${'a:b\r\n'.repeat(2_100)}z: 1`,
    'Content-Length': String(body.length),
    'X-Forwarded-For': '203.0.113.77',
  };
  const answer = await exchange(rawRequest('POST', '/api/auth/login', headers, body), plain);
  expect(statusOf(answer)).toBe(429);
});

test('no window, wherever it begins, holds more than the limit', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const accepted: { from: number; to: number }[] = [];
  const until = performance.now() + 3 * windowMs;
  for (let index = 0; performance.now() < until || accepted.length < 11; index += 1) {
    const from = performance.now();
    const body = { message: `message ${index}` };
    const gateway = narrow[index % 2] ?? '';
    const { status } = await callApi('POST', messagesPath(user, id), { token: user.token, gateway, body });
    if (status === 201) accepted.push({ from, to: performance.now() });
    else expect(status).toBe(429);
  }
  accepted.slice(5).forEach(({ to }, index) => {
    // Its place was taken before `to`, and the fifth before it after `from`: this is the most that lay between.
    expect(to - (accepted[index]?.from ?? 0)).toBeGreaterThanOrEqual(windowMs);
  });
}, 60_000);

test('a name that exists takes no longer to refuse than one that does not, and the answer is the same', async () => {
  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
  const answers = new Set<string>();
  const { gateway } = inject('system');
  for (let round = 0; round < 15; round += 1) {
    for (const kind of ['known', 'unknown'] as const) {
      const username = kind === 'known' ? 'demo' : `nobody-${round}`;
      const started = performance.now();
      const answer = await callApi<object>('POST', '/api/auth/login', {
        gateway,
        body: { username, password: `guess ${round}` },
      });
      times[kind].push(performance.now() - started);
      answers.add(JSON.stringify({ ...answer.body, requestId: '' }));
    }
  }
  expect(answers.size).toBe(1);
  // By turns and at their fastest, so that a busy machine slows both alike: a check that is left out saves most of it.
  const [known, unknown] = [Math.min(...times.known), Math.min(...times.unknown)];
  expect(unknown).toBeGreaterThan(known / 3);
  expect(known).toBeGreaterThan(unknown / 3);
});
