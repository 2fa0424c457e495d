import { expect, test } from 'vitest';
import { hasVisibleText } from './has-visible-text.ts';

test.each([
  '',
  ' \t\n\u00a0\u3000\u2028\u2029\u1680',
  '\u200b\u200c\u200d\u2060\ufeff\u00ad',
  '\u200e\u200f\u202a\u202e\u202c\u2066\u2069\u061c',
  '\u3164\u115f\u1160\uffa0\u2800\u17b4\u180e\u034f',
  '\ufe0f\ufe00\u{e0100}\u{e0041}\u{e007f}',
  '\u0301\u0302\u20dd',
  '\ufff9\ufffb\ud800\uffff',
])('sees nothing in %j', (text) => {
  expect(hasVisibleText(text)).toBe(false);
});

test.each(['a', '.', '\u200bא', '字', '👍🏽', '❤️', '\u0301e', '½', '\ue000', '\u{1f1e9}\u{1f1ea}', 'ﷺ', '\ufffd'])(
  'sees something in %j',
  (text) => {
    expect(hasVisibleText(text)).toBe(true);
  },
);
