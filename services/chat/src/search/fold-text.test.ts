import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldText } from './fold-text.ts';

test('case, accents, vowel signs and width make no difference, in any script', () => {
  for (const [one, other] of [
    ['ÉCOLE', 'ecole'],
    ['ДОБРЫЙ', 'добрый'],
    ['İstanbul', 'istanbul'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['طَلَبْتُ', 'طلبت'],
    ['أسبوع', 'اسبوع'],
    ['שָׁלוֹם', 'שלום'],
    ['ＡＢＣ１２', 'abc12'],
    ['co\u00adoper\u200bate', 'cooperate'],
  ] as const) {
    expect(foldText(one), one).toBe(foldText(other));
  }
});

test('other letters stay other letters', () => {
  for (const [one, other] of [
    ['が', 'か'],
    ['한', '하'],
    ['หา', 'หำ'],
    ['ø', 'o'],
  ] as const) {
    expect(foldText(one), one).not.toBe(foldText(other));
  }
});

test('folding twice is folding once', () => {
  const sign = fc.integer({ min: 0, max: 0x3ffff }).map((code) => String.fromCodePoint(code));
  const text = fc.array(sign, { maxLength: 8 }).map((signs) => signs.join(''));
  fc.assert(fc.property(text, (given) => foldText(foldText(given)) === foldText(given)));
});
