import { cleanText } from '@livechat/clean-text/clean-text';
import { hasVisibleText } from '@livechat/clean-text/has-visible-text';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanName } from './clean-name.ts';

test.each([
  ['markup', '<b onclick="x()">Carl</b><script>steal()</script>', 'Carl'],
  ['control characters', 'Ca\u0007r\u001b[31ml\u0085', 'Car[31ml'],
  ['lines', ' Carl\n\tCustomer\u2028 ', 'Carl Customer'],
  ['an open direction', '\u202eCarl', '\u202eCarl\u202c'],
  ['an open isolate', '\u2067Carl', '\u2067Carl\u2069'],
])('a name without its %s', (_, name, cleaned) => {
  expect(cleanName(name)).toBe(cleaned);
});

test.each(['Νίκος', 'علی\u200cرضا', '王小明', "O'Brien <3", 'Groß & Söhne', 'a < b', '👩\u200d🚀'])(
  'an honest name stays as it is: %s',
  (name) => {
    expect(cleanName(name)).toBe(name);
  },
);

test.each(['', ' ', '\u200b', '\u202e', '<b></b>', '<script>x</script>', '\u0007\n', '\u3164'])(
  'nothing to see is no name: %j',
  (name) => {
    expect(cleanName(name)).toBeUndefined();
  },
);

test('what closing adds does not make it longer than a name may be, and nothing stays open', () => {
  const cleaned = cleanName(`${'\u202e'.repeat(20)}${'n'.repeat(108)}`);
  expect(cleaned).toBe(`${'\u202e'.repeat(20)}${'n'.repeat(88)}${'\u202c'.repeat(20)}`);
  expect(cleanName('\u2067'.repeat(128))).toBeUndefined();
});

test('any name of 128 gives one of 128 that is on one line, visible and clean, or none', () => {
  const pieces = fc.constantFrom('\u202e', '\u2066', '\u2069', '<b>', '</b>', '\n', '😀', 'a', ' ', '\u0000');
  const names = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 60 });
  fc.assert(
    fc.property(names, (parts) => {
      const cleaned = cleanName(parts.join('').slice(0, 128).toWellFormed());
      if (cleaned === undefined) return;
      expect(cleaned.length).toBeLessThanOrEqual(128);
      expect(cleaned).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      expect(hasVisibleText(cleaned)).toBe(true);
      expect(cleanText(cleaned)).toBe(cleaned);
      expect(cleanName(cleaned)).toBe(cleaned);
    }),
  );
});
