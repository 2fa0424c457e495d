import { expect, test } from 'vitest';
import { usualThresholds, verdict } from './verdict.ts';

test.each([
  [0, 'allow'],
  [0.599, 'allow'],
  [0.6, 'flag'],
  [0.899, 'flag'],
  [0.9, 'reject'],
  [1, 'reject'],
] as const)('a score of %d is %s', (score, action) => {
  expect(verdict(score, usualThresholds)).toBe(action);
});

test('thresholds are those of the operator', () => {
  const strict = { flagFrom: 0.3, rejectFrom: 0.5 };
  expect([0.2, 0.3, 0.5].map((score) => verdict(score, strict))).toEqual(['allow', 'flag', 'reject']);
});
