import { expect, test } from 'vitest';
import { type Pages, rowsOf, withPageAt } from './list-pages.ts';

const rows = (...ids: number[]) => ids.map((id) => ({ id }));
const page = (start: string | null, next: string | null, ...ids: number[]) => ({
  start,
  rows: rows(...ids),
  next,
  fresh: true,
});

test('a further page leaves those before it as they are, and a row of theirs that moved into it stands once', () => {
  const before: Pages<{ id: number }> = [page(null, 'b', 1, 2), page('b', 'c', 3, 4)];
  const added = withPageAt(before, 2, { rows: rows(5, 6), next: 'd' });
  expect(added.slice(0, 2).map((one, index) => one === before[index])).toEqual([true, true]);
  const moved = withPageAt(before, 2, { rows: rows(2, 5), next: 'd' });
  expect(rowsOf(moved).map(({ id }) => id)).toEqual([1, 3, 4, 2, 5]);
  expect(moved[1]).toBe(before[1]);
});

test('a row that did not change is the same object after its page was read again, wherever it stood', () => {
  const before: Pages<{ id: number }> = [page(null, 'b', 1, 2), page('b', null, 3, 4)];
  const read = withPageAt(before, 0, { rows: rows(4, 1), next: 'x' });
  expect(read[0]?.rows[0]).toBe(before[1]?.rows[1]);
});
