import { expect, test } from 'vitest';
import { growthLimitMegabytes, growthOf, isTooMuch, worthSeconds } from './memory-growth.ts';

/** A life of a sample a second. */
const life = (seconds: number, megabytes: (second: number) => number) =>
  Array.from({ length: seconds + 1 }, (_, second) => ({ seconds: 1_000 + second, megabytes: megabytes(second) }));
const tooMuch = (samples: ReturnType<typeof life>) => {
  const growth = growthOf(samples);
  return growth && isTooMuch(growth);
};

test('memory that goes up and down between collections is flat', () => {
  expect(tooMuch(life(300, (second) => 100 + (second % 20) * 10))).toBe(false);
});

test('a peak at the end is not growth, nor is one at the start', () => {
  expect(growthOf(life(300, (second) => (second > 290 ? 400 : 100)))?.megabytes).toBe(0);
  expect(growthOf(life(300, (second) => (second < 70 ? 400 : 100)))?.megabytes).toBe(0);
});

test('warming up is not growth', () => {
  expect(growthOf(life(300, (second) => Math.min(200, 80 + 2 * second)))?.megabytes).toBe(0);
});

test('what is kept for ever is growth', () => {
  expect(tooMuch(life(300, (second) => 100 + second + (second % 20)))).toBe(true);
  expect(growthOf(life(360, (second) => 100 + second))?.megabytes).toBeGreaterThan(growthLimitMegabytes);
});

test('a short life says nothing', () => {
  expect(growthOf(life(worthSeconds, (second) => second * 100))).toBeUndefined();
  expect(growthOf([])).toBeUndefined();
});
