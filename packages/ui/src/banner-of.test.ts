import { expect, test } from 'vitest';
import { bannerOf } from './banner-of.ts';

test('a break is told of after two seconds, and its end for two seconds', () => {
  expect(bannerOf('connecting', 1_999, false)).toBeUndefined();
  expect(bannerOf('connecting', 2_000, false)).toBe('connecting');
  expect(bannerOf('offline', 9_000, true)).toBe('offline');
  expect(bannerOf('online', 10, true)).toBe('upToDate');
  expect(bannerOf('online', 10, false)).toBeUndefined();
  expect(bannerOf('online', 2_000, true)).toBeUndefined();
  expect(bannerOf('refused', 0, false)).toBe('refused');
});
