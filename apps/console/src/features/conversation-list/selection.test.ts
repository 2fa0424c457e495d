import { expect, test } from 'vitest';
import { nothingSelected, onlyOf, toggled } from './selection.ts';

const order = [5, 3, 9, 1, 7];
const idsOf = (...steps: [number, boolean][]) => [
  ...steps.reduce((selection, [id, asRange]) => toggled(selection, order, id, asRange), nothingSelected).ids,
];

test('a click chooses a row and another takes it out again', () => {
  expect(idsOf([3, false], [1, false])).toEqual([3, 1]);
  expect(idsOf([3, false], [1, false], [3, false])).toEqual([1]);
});

test('a range goes from the last row that was clicked, in either direction, and takes out as it puts in', () => {
  expect(idsOf([3, false], [1, true])).toEqual([3, 9, 1]);
  expect(idsOf([1, false], [3, true])).toEqual([1, 3, 9]);
  expect(idsOf([3, false], [7, true], [9, false], [1, true])).toEqual([3, 7]);
});

test('without a row to begin from, or when that one has gone, a range is the row alone', () => {
  expect(idsOf([9, true])).toEqual([9]);
  expect([...toggled({ ids: new Set(), anchor: 4 }, order, 9, true).ids]).toEqual([9]);
});

test('who has left the list is no longer chosen; while all are there it is the same selection', () => {
  const chosen = { ids: new Set([1, 2]), anchor: 2 };
  expect(onlyOf(chosen, [{ id: 2 }, { id: 3 }])).toEqual({ ids: new Set([2]), anchor: 2 });
  expect(onlyOf(chosen, [{ id: 1 }, { id: 2 }])).toBe(chosen);
});
