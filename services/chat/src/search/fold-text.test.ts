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
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => foldText(foldText(text)) === foldText(text)));
});
