import { expect, test } from 'vitest';
import { isSeen, isWhole, joinedPart } from './is-seen.ts';

/** A line and the part of it that is shown, by their tops and bottoms. */
const seen = (line: [number, number], shown: [number, number], listHeight: number) => {
  const edges = ([top, bottom]: [number, number]) => ({ bottom, height: bottom - top });
  return isSeen(edges(line), edges(shown), listHeight);
};

test('a line is seen when all of it is shown, and not when only its top or its end is', () => {
  expect(seen([100, 160], [100, 160], 600)).toBe(true);
  expect(seen([100, 160], [100, 156], 600)).toBe(true);
  expect(seen([560, 620], [560, 600], 600)).toBe(false);
  expect(seen([-30, 30], [0, 30], 600)).toBe(false);
  expect(seen([700, 760], [0, 0], 600)).toBe(false);
});

test('one that is longer than half of what is shown is seen when its end is, and that half is full of it', () => {
  expect(seen([-1_000, 590], [0, 590], 600)).toBe(true);
  expect(seen([-1_000, 310], [0, 310], 600)).toBe(true);
  expect(seen([-1_000, 200], [0, 200], 600)).toBe(false);
  expect(seen([0, 900], [0, 600], 600)).toBe(false);
  expect(seen([-300, 900], [0, 600], 600)).toBe(false);
});

test('a strip of a frame that the page shows is not enough for a long one', () => {
  expect(seen([-100, 50], [0, 50], 50)).toBe(false);
  expect(seen([10, 50], [10, 50], 50)).toBe(true);
});

test('a line that was cut at either end before and after a step was seen, unless something is missing between', () => {
  const upper = { from: 0, to: 70, height: 120 };
  expect(isWhole(joinedPart(undefined, upper))).toBe(false);
  expect(isWhole(joinedPart(upper, { from: 50, to: 120, height: 120 }))).toBe(true);
  expect(isWhole(joinedPart(upper, { from: 85, to: 120, height: 120 }))).toBe(false);
  expect(isWhole(joinedPart({ ...upper, height: 200 }, { from: 50, to: 120, height: 120 }))).toBe(false);
});
