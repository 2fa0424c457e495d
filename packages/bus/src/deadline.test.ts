import { expect, test } from 'vitest';
import { startDeadline, timedOut, within } from './deadline.ts';

test('work that is in time gives its result, work that is not gives timedOut, whatever comes of it later', async () => {
  expect(await within(startDeadline(1_000), Promise.resolve(5))).toBe(5);
  await expect(within(startDeadline(1_000), Promise.reject(new Error('no')))).rejects.toThrow('no');
  let failLater = (_: Error) => {};
  const late = new Promise((_, reject) => {
    failLater = reject;
  });
  expect(await within(startDeadline(1), late)).toBe(timedOut);
  failLater(new Error('nobody waits for this any more'));
});

test('time left is never less than nothing', () => {
  expect(startDeadline(-5).leftMs()).toBe(0);
});
