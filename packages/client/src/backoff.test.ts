import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test('each wait is half as long again, up to the most there may be, between half and all of it', () => {
  const wait = (failures: number, luck: number) => backoffMs({ firstMs: 100, maxMs: 5_000 }, failures, () => luck);
  expect([0, 1, 2, 3].map((failures) => wait(failures, 1))).toEqual([100, 150, 225, 338]);
  expect(wait(3, 0)).toBe(169);
  expect(wait(1_000, 1)).toBe(5_000);
});

test('after an outage of ten seconds nobody waits for more than about five', () => {
  const longest = (luck: number) => {
    let passedMs = 0;
    for (let failures = 0; ; failures += 1) {
      const waitMs = backoffMs({ firstMs: 300, maxMs: 15_000 }, failures, () => luck);
      passedMs += waitMs;
      if (passedMs > 10_000) return waitMs;
    }
  };
  for (const luck of [0, 0.25, 0.5, 0.75, 1]) expect(longest(luck)).toBeLessThan(5_200);
});
