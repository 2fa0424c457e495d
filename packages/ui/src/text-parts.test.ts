import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textParts } from './text-parts.ts';

const linksOf = (text: string) => textParts(text).flatMap(({ text: shown, href }) => (href ? [[shown, href]] : []));

test('addresses of the web are links, with what is around them left as it was written', () => {
  expect(textParts('See https://example.com/a?b=1#c, or http://shop.example.com.')).toEqual([
    { at: 0, text: 'See ' },
    { at: 4, text: 'https://example.com/a?b=1#c', href: 'https://example.com/a?b=1#c' },
    { at: 31, text: ', or ' },
    { at: 36, text: 'http://shop.example.com', href: 'http://shop.example.com/' },
    { at: 59, text: '.' },
  ]);
  expect(linksOf('HTTPS://Example.com:8443/Ü/中文')).toEqual([
    ['HTTPS://Example.com:8443/Ü/中文', 'https://example.com:8443/%C3%9C/%E4%B8%AD%E6%96%87'],
  ]);
});

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'ftp://example.com/x',
  '//evil.example/x',
  'blob:https://example.com/1',
  'javascript://example.com/%0aalert(1)',
  'a@example.com',
])('%j leads nowhere by itself', (text) => {
  // What of it reads as an address of the web may lead to the web and nowhere else.
  for (const [, href] of linksOf(text)) expect(href).toMatch(/^https?:\/\/(evil\.)?example/);
  expect(
    textParts(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
});

test('a host in other letters is shown as it is looked up', () => {
  expect(linksOf('https://аррӏе.com/login')).toEqual([
    ['https://xn--80ak6aa92e.com/login', 'https://xn--80ak6aa92e.com/login'],
  ]);
});

test('what stands before an @ is not shown as the host, and is not sent', () => {
  for (const [shown, href] of linksOf(
    'https://bank:example@evil.example.com/x https://bank.example@evil.example.com/x',
  )) {
    expect(href).not.toContain('@');
    expect(new URL(shown ?? '').host).toBe(new URL(href ?? '').host);
  }
});

test('an address cannot be turned round', () => {
  for (const [shown] of linksOf('https://example.com/\u202Egpj.exe')) expect(shown).not.toContain('\u202E');
});

test('whatever is written, every link leads to the web and shows the host that it leads to', () => {
  const pieces = fc.constantFrom(
    'http://',
    'https://',
    'javascript:',
    '//',
    '.com',
    'a.de',
    '@',
    '/',
    ' ',
    '<',
    '"',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 12 }), (made) => {
      for (const [shown = '', href = ''] of linksOf(made.join(''))) {
        expect(new URL(href).protocol).toMatch(/^https?:$/);
        expect(new URL(shown).host).toBe(new URL(href).host);
      }
    }),
    { numRuns: 50 },
  );
});
