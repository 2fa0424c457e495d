import { expect, test } from 'vitest';
import { movedBy } from './kept-place.ts';

const rows = (...ids: number[]) => ids.map((id) => ({ id }));

test('what is read stays in its place when rows come or go above it', () => {
  expect(movedBy(rows(1, 2, 3, 4), rows(9, 8, 1, 2, 3, 4), 2)).toBe(2);
  expect(movedBy(rows(1, 2, 3, 4), rows(2, 3, 4), 2)).toBe(-1);
  expect(movedBy(rows(1, 2, 3, 4), rows(1, 2, 3, 4, 5), 1)).toBe(0);
});

test('a row that moves up by itself does not take the screen with it', () => {
  expect(movedBy(rows(1, 2, 3, 4, 5), rows(3, 1, 2, 4, 5), 2)).toBe(0);
  expect(movedBy(rows(1, 2, 3, 4, 5), rows(5, 1, 2, 3, 4), 2)).toBe(1);
  expect(movedBy(rows(1, 2), rows(7, 8), 0)).toBe(0);
});
