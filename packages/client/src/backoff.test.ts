import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test('waits double up to the most there may be, between half and all of it', () => {
  const wait = (failures: number, luck: number) => backoffMs({ firstMs: 100, maxMs: 5_000 }, failures, () => luck);
  expect([0, 1, 2, 3].map((failures) => wait(failures, 1))).toEqual([100, 200, 400, 800]);
  expect(wait(3, 0)).toBe(400);
  expect(wait(1_000, 1)).toBe(5_000);
});
