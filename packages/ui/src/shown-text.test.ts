import { expect, test } from 'vitest';
import { inSentence, shownName, shownText } from './shown-text.ts';

test('of marks that are heaped on a letter eight are drawn, and what a script needs is left alone', () => {
  expect(shownText(`a${'\u0301'.repeat(5_000)}b`)).toBe(`a${'\u0301'.repeat(8)}b`);
  for (const text of ['Tiếng Việt', 'नमस्ते', 'שָׁלוֹם', '👩‍👩‍👧', 'a\u0301\u0302']) expect(shownText(text)).toBe(text);
});

test('a name has nothing that turns its neighbours, and stays in one line', () => {
  expect(shownName('invoice\u202Efdp.exe')).toBe('invoicefdp.exe');
  expect(shownName('\u2067\u2066Ann\u200F')).toBe('Ann');
  expect(shownName('Ann\n\u2028Lee\u0007')).toBe('Ann Lee ');
});

test('in a sentence a name of another direction is kept apart, and one of the same stands as it is', () => {
  expect(inSentence('Ann', 'ltr')).toBe('Ann');
  expect(inSentence('Ann', 'rtl')).toBe('\u2068Ann\u2069');
  expect(inSentence('\u2066شركة', 'ltr')).toBe('\u2068شركة\u2069');
});
