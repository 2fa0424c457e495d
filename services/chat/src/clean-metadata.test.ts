import { expect, test } from 'vitest';
import { cleanMetadata } from './clean-metadata.ts';

test('keys and texts are cleaned at any depth; honest ones and other values stay as they are', () => {
  const honest = { page: '/orders?a<b', n: 1.5, list: [true, null, { 'List<String>': 'I <3 it\nreally' }] };
  expect(cleanMetadata(honest)).toEqual(honest);
  expect(cleanMetadata({ '<b>page</b>': [{ note: 'x<script>steal()</script>\u0007', '\u202e': '\u202ey' }] })).toEqual({
    page: [{ note: 'x', '\u202e\u202c': '\u202ey\u202c' }],
  });
});

test.each<[string, object, string]>([
  ['a reserved key', { 'moder<b></b>ation': { action: 'allow' } }, 'metadata.moderation'],
  ['another', { '\u0001removed': true }, 'metadata.removed'],
  ['a prototype', { '__pro<i></i>to__': { isAdmin: true } }, 'metadata'],
  ['a prototype further in', { a: [{ '__proto\u0002__': { isAdmin: true } }] }, 'metadata'],
  ['more than 4 KiB', { note: '\u202e'.repeat(1_300) }, 'metadata'],
])('%s that comes to light by cleaning is refused', (_, metadata, path) => {
  expect(cleanMetadata(metadata as never)).toMatchObject({ failure: 'VALIDATION_FAILED', errors: [{ path }] });
});

test('a text may speak of a prototype', () => {
  const metadata = { note: '{"__proto__": 1}', '"__proto__"': 1 };
  expect(cleanMetadata(metadata)).toEqual(metadata);
});
