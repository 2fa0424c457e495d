import { expect, test } from 'vitest';
import { codePointLength } from './code-point-length.ts';

test.each([
  ['', 0],
  ['aé', 2],
  ['字👍', 2],
  ['👍🏽', 2],
  ['\ud800a', 2],
] as const)('counts the code points of %j', (text, length) => {
  expect(codePointLength(text)).toBe(length);
});
