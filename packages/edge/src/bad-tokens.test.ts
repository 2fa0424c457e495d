import { expect, test } from 'vitest';
import { limitBadTokens } from './bad-tokens.ts';
import type { Taken } from './rate-limit.ts';

const place: Taken = {
  name: 'badTokens',
  limit: 2,
  windowMs: 60_000,
  remaining: 0,
  free: false,
  resetMs: 30_000,
  giveBack() {},
};

/** A limiter that lets `free` bad tokens of each address pass. */
function open(free: number) {
  const taken = new Map<string, number>();
  let nowMs = 1_000_000;
  const limiter = {
    async take(_name: string, caller: string) {
      const count = (taken.get(caller) ?? 0) + 1;
      taken.set(caller, count);
      return { ...place, free: count <= free };
    },
  };
  return {
    badTokens: limitBadTokens(limiter, () => nowMs),
    pass(ms: number) {
      nowMs += ms;
    },
  };
}

const nth = (address: number) => `10.0.${address >> 8}.${address & 255}`;

async function guess(badTokens: ReturnType<typeof limitBadTokens>, address: string, times: number) {
  const answers = [];
  for (let time = 0; time < times; time += 1) answers.push(await badTokens.count(() => address, 'r'));
  return answers;
}

test('bad tokens are counted by address, and one too many is told to wait', async () => {
  const { badTokens } = open(2);
  const [first, second, third] = await guess(badTokens, '192.0.2.1', 3);
  expect([first, second]).toEqual([undefined, undefined]);
  expect(third).toMatchObject({ failure: 'RATE_LIMITED', retryAfterMs: 30_000 });
  expect(await guess(badTokens, '192.0.2.2', 1)).toEqual([undefined]);
});

test('an address over its limit has 20 tokens a second looked at, and others all', async () => {
  const { badTokens, pass } = open(2);
  const looked = (address: string, times: number) =>
    Array.from({ length: times }, () => badTokens.refusal(() => address)).filter((refusal) => refusal === undefined)
      .length;
  expect(looked('192.0.2.1', 100)).toBe(100);
  await guess(badTokens, '192.0.2.1', 3);
  expect(looked('192.0.2.1', 100)).toBe(20);
  expect(badTokens.refusal(() => '192.0.2.1')).toMatchObject({ failure: 'RATE_LIMITED', retryAfterMs: 1_000 });
  expect(looked('192.0.2.2', 100)).toBe(100);
  pass(1_000);
  expect(looked('192.0.2.1', 100)).toBe(20);
});

test('when places are free again, all are looked at', async () => {
  const { badTokens, pass } = open(2);
  await guess(badTokens, '192.0.2.1', 3);
  pass(29_999);
  for (let time = 0; time < 20; time += 1) badTokens.refusal(() => '192.0.2.1');
  expect(badTokens.refusal(() => '192.0.2.1')).toMatchObject({ failure: 'RATE_LIMITED' });
  pass(1);
  expect(badTokens.refusal(() => '192.0.2.1')).toBeUndefined();
});

test('the addresses that are remembered are bounded', async () => {
  const { badTokens } = open(0);
  for (let address = 0; address <= 10_000; address += 1) await badTokens.count(() => nth(address), 'r');
  for (let time = 0; time < 20; time += 1) {
    badTokens.refusal(() => nth(0));
    badTokens.refusal(() => nth(1));
  }
  expect(badTokens.refusal(() => nth(0))).toBeUndefined();
  expect(badTokens.refusal(() => nth(1))).toMatchObject({ failure: 'RATE_LIMITED' });
});
