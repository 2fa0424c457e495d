import { expect, test } from 'vitest';
import { deceptiveLink } from './deceptive-link.ts';
import { disguise } from './disguise.ts';
import { linkShortener } from './link-shortener.ts';
import { manyLinks } from './many-links.ts';
import { readingOf } from './reading.ts';
import { repetition } from './repetition.ts';
import { shouting } from './shouting.ts';
import type { Rule } from './signal.ts';
import { spamPhrases } from './spam-phrases.ts';
import { specialCharacters } from './special-characters.ts';

const links = (count: number): string =>
  Array.from({ length: count }, (_, n) => `https://site${n}.example/a`).join(' ');

const caught: [rule: Rule, text: string, what: string][] = [
  [specialCharacters, '!'.repeat(200), 'a run of one sign'],
  [specialCharacters, `hello ${'='.repeat(200)}`, 'a run after a word'],
  [specialCharacters, '#!'.repeat(90) + 'abc '.repeat(10), 'mostly punctuation'],
  [specialCharacters, '۝★☆'.repeat(80), 'mostly symbols'],
  [manyLinks, links(5), 'five sites'],
  [manyLinks, links(12), 'twelve sites'],
  [manyLinks, 'https://a.example/x '.repeat(6), 'the same link six times'],
  [linkShortener, 'see https://bit.ly/abc', 'a shortener'],
  [linkShortener, 'see HTTP://WWW.TinyURL.com/abc', 'a shortener in capitals'],
  [deceptiveLink, 'https://bank.example@evil.example/login', 'a name before the site'],
  [deceptiveLink, 'http://8.8.4.4/login', 'a public address'],
  [deceptiveLink, 'http://0x08080404/login', 'a public address in hexadecimal'],
  [deceptiveLink, 'https://\u0440\u0430\u0443\u0440\u0430\u04cf.com', 'a site in Cyrillic look-alikes'],
  [spamPhrases, 'Act now! Claim your prize', 'English phrases'],
  [spamPhrases, 'вы выиграли', 'a Russian phrase'],
  [spamPhrases, '请加微信赚钱吧', 'a Chinese phrase'],
  [spamPhrases, 'v i a g r a', 'a spaced word'],
  [spamPhrases, 'vi\u200bag\u200cra', 'zero-width signs'],
  [spamPhrases, 'vi\u0430gra', 'a look-alike letter'],
  [spamPhrases, '𝗵𝗼𝘁 𝘀𝗶𝗻𝗴𝗹𝗲𝘀', 'styled letters'],
  [shouting, 'GIVE ME MY MONEY BACK NOW OR I SHALL GO TO THE PRESS', 'capitals'],
  [repetition, 'buy now at our shop\n'.repeat(10), 'the same line'],
  [repetition, 'spam '.repeat(40), 'the same word'],
  [repetition, '加微信'.repeat(100), 'the same characters without spaces'],
  [disguise, 'p\u0430ypal and b\u0430nk', 'look-alike letters in two words'],
  [disguise, 'pay\u200bpal b\u2060ank', 'zero-width signs in two words'],
  [disguise, '𝗯𝘂𝘆 '.repeat(10), 'mathematical letters'],
];

test.each(caught.map(([rule, text, what]) => [rule.name, what, text, rule] as const))(
  '%s sees %s',
  (_, __, text, rule) => {
    const signal = rule(readingOf(text));
    expect(signal?.code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
    expect(signal?.detail).not.toBe('');
    expect(signal?.weight).toBeGreaterThan(0);
    expect(signal?.weight).toBeLessThan(1);
  },
);

const passed: [rule: Rule, text: string, what: string][] = [
  [specialCharacters, '!'.repeat(199), 'a run of 199'],
  [specialCharacters, ' '.repeat(500), 'spaces'],
  [specialCharacters, '😂'.repeat(500), 'emoji'],
  [specialCharacters, '{}[]();'.repeat(20), 'under 200 signs'],
  [specialCharacters, 'مرحبا، كيف حالك؟ '.repeat(30), 'Arabic'],
  [specialCharacters, '我的订单在哪里？'.repeat(30), 'Chinese'],
  [specialCharacters, 'if (a[i] != b[j]) { return x->y; } '.repeat(20), 'code'],
  [
    manyLinks,
    'https://shop.example/1 https://shop.example/2 https://shop.example/3 https://shop.example/4',
    'pages of a shop',
  ],
  [manyLinks, 'https://example.org/', 'a bare link'],
  [linkShortener, 'https://youtu.be/x https://orbit.ly.example/x bit.ly', 'other sites'],
  [
    deceptiveLink,
    'http://192.168.0.1 http://127.0.0.1:3000 http://10.0.0.7/ http://localhost',
    'addresses of the own network',
  ],
  [deceptiveLink, 'https://пример.рф https://münchen.de https://почта.com', 'sites in other scripts'],
  [deceptiveLink, 'http://user:secret@localhost:3000', 'a developer’s own machine'],
  [spamPhrases, 'special education in a specialist school', 'a phrase inside a word'],
  [shouting, 'MY ORDER IS LOST', 'a short cry'],
  [shouting, 'ΠΟΥ ΕΙΝΑΙ; 我的订单在哪里？'.repeat(2), 'few letters with capitals'],
  [repetition, 'no no no no please no no', 'a word a few times'],
  [repetition, 'ha'.repeat(60), 'laughter'],
  [disguise, 'SMSка, VPNом, Cамсунг, iPhoneов', 'Russian endings on Latin words'],
  [disguise, 'тoм', 'a Latin letter in a Russian word'],
  [disguise, 'that is c\u043eol', 'one slip of the keyboard'],
  [disguise, 'می\u200cخواهم क्\u200dष 👩‍👩‍👧', 'joiners where scripts need them'],
  [disguise, '5 μm, Ωm, α-helix', 'Greek in units'],
];

test.each(passed.map(([rule, text, what]) => [rule.name, what, text, rule] as const))(
  '%s passes %s',
  (_, __, text, rule) => {
    expect(rule(readingOf(text))).toBeUndefined();
  },
);
