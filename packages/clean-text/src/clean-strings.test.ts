import { expect, test } from 'vitest';
import { cleanStrings } from './clean-strings.ts';

test('cleans every string and key, and leaves other values', () => {
  const value = {
    '<b>page</b>': '<i>x</i>',
    list: ['a\u0007', 1, true, null, { deep: '<script>x</script>' }],
    'a<b': 'a<b',
  };
  expect(cleanStrings(value)).toEqual({ page: 'x', list: ['a', 1, true, null, { deep: '' }], 'a<b': 'a<b' });
});

test('keeps __proto__ an ordinary key', () => {
  const cleaned = cleanStrings(JSON.parse('{"__proto__": {"isAdmin": true}, "a": 1}'));
  expect(Object.getPrototypeOf(cleaned)).toBe(Object.prototype);
  expect(JSON.stringify(cleaned)).toBe('{"__proto__":{"isAdmin":true},"a":1}');
});

test('refuses more than 32 levels', () => {
  const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
  expect(cleanStrings(nested(32))).toEqual(nested(32));
  expect(() => cleanStrings(nested(50_000))).toThrow(RangeError);
});
