import { expect, test } from 'vitest';
import { wilson } from './wilson.ts';

test('an interval is that of the books, holds its share, and is wide where little was seen', () => {
  expect(wilson(5, 10).low).toBeCloseTo(0.2366, 3);
  expect(wilson(5, 10).high).toBeCloseTo(0.7634, 3);
  expect(wilson(0, 1_000).low).toBe(0);
  expect(wilson(0, 1_000).high).toBeCloseTo(0.00383, 4);
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});
