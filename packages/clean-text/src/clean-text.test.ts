import fc from 'fast-check';
import sanitizeHtml from 'sanitize-html';
import { expect, test } from 'vitest';
import { cleanText } from './clean-text.ts';
import { elements } from './elements.ts';

type Tag = { name: string; attributes: Record<string, string> };

function tagsIn(text: string): Tag[] {
  const tags: Tag[] = [];
  const onOpenTag = (name: string, attributes: Record<string, string>) => tags.push({ name, attributes });
  sanitizeHtml(text, { allowedTags: [], onOpenTag });
  return tags.filter(({ name }) => elements.has(name));
}

const fragments = [
  ...['<', '>', '/', '</', ' ', '\n', '\t', '"', "'", '=', '&', '!', '--', '<!--', '-->', '--!>', '<![CDATA[', ']]>'],
  ...['<!doctype ', 'b', 'a', 'script', 'img', 'style', 'svg', 'template', 'br', 'p', 'x', '<b>', '</b>', '<i ', '</i'],
  ...[
    '<script>',
    '</script>',
    '<iframe ',
    '</iframe>',
    '<noscript>',
    '</noscript>',
    'onclick=',
    'src=',
    'href="',
    'open',
  ],
  ...[
    '&lt;',
    '&amp;',
    '&&',
    'Object',
    '\u0000',
    '\u0001',
    '\u0002',
    '\r',
    '\u202e',
    '\u2067',
    '\u202c',
    '\u2069',
    '\u2029',
  ],
  ...['é', '字', '👍', '\ud800', '1', '_', '.', ';', 'title>', 'textarea>', 'plaintext>', 'xmp>', '<math><mi>'],
];
const hostileText = fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((parts) => parts.join(''));
const anyText = fc.oneof(hostileText, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
const runs = { numRuns: 5_000 };

test('takes out control characters but newline and tab', () => {
  expect(cleanText('a\u0000b\u0007c\td\r\ne\u007f\u0085\u009f')).toBe('abc\td\ne');
});

test('survives lone surrogates', () => {
  expect(cleanText('\ud800<b>x\udc00</b>')).toBe('\ud800x\udc00');
});

test('cleaning twice is cleaning once', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const once = cleanText(text);
      expect(cleanText(once)).toBe(once);
    }),
    runs,
  );
});

test('gives parts of the text in their order, and adds nothing but closed directions', () => {
  const added = /[\u202c\u2069]/g;
  fc.assert(
    fc.property(anyText, (text) => {
      const rest = text.replace(added, '')[Symbol.iterator]();
      for (const sign of cleanText(text).replace(added, '')) {
        let next = rest.next();
        while (!next.done && next.value !== sign) next = rest.next();
        expect(next.done).toBe(false);
      }
    }),
    runs,
  );
});

test('leaves any text without a less-than sign, control characters and open directions as it is', () => {
  const plain = fc.string({ unit: 'binary' }).map((text) => text.replace(/[<\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ''));
  fc.assert(
    fc.property(plain, (text) => {
      expect(cleanText(text)).toBe(text);
    }),
    runs,
  );
});

test('leaves nothing that a parser takes for a tag which could do something', () => {
  // A value that begins with = is a comparison (src==x): no address and no script.
  const active = /^on|^(?:href|src|srcdoc|style|data|action|formaction|background|poster|xlink:href|values?|to|from)$/;
  fc.assert(
    fc.property(hostileText, (text) => {
      const attributes = tagsIn(cleanText(text)).flatMap((tag) => Object.entries(tag.attributes));
      expect(attributes.filter(([name, value]) => active.test(name) && /^[^=]/.test(value))).toEqual([]);
    }),
    runs,
  );
});
