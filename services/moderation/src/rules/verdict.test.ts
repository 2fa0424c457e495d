import { expect, test } from 'vitest';
import { verdict } from './verdict.ts';

test.each([
  [0, 'allow'],
  [0.599, 'allow'],
  [0.6, 'flag'],
  [0.899, 'flag'],
  [0.9, 'reject'],
  [1, 'reject'],
] as const)('a score of %d is %s', (score, action) => {
  expect(verdict(score)).toBe(action);
});
