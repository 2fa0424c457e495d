import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closeDirections } from './close-directions.ts';

test.each([
  ['invoice\u202egpj.exe', 'invoice\u202egpj.exe\u202c'],
  ['\u2066a\u202bb', '\u2066a\u202bb\u202c\u2069'],
  ['\u202ba\u2067b\u202c c', '\u202ba\u2067b\u202c c\u2069\u202c'],
  ['\u2067a\u202bb\u2069 c', '\u2067a\u202bb\u2069 c'],
  ['\u202ea\nb', '\u202ea\u202c\nb'],
  ['\u2068a\u2029b\u2069', '\u2068a\u2069\u2029b\u2069'],
])('closes what a paragraph leaves open: %j', (open, closed) => {
  expect(closeDirections(open)).toBe(closed);
});

test.each(['\u202bשלום\u202c', '\u2067שלום\u2069', 'a\u200eb\u200fc\u061c', 'a\u202c\u2069b', 'plain'])(
  'leaves what is balanced, or closes nothing, as it is: %j',
  (text) => {
    expect(closeDirections(text)).toBe(text);
  },
);

test('a closed text stays as it is', () => {
  const text = fc
    .array(fc.constantFrom(...'a\n\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'))
    .map((s) => s.join(''));
  fc.assert(
    fc.property(text, (open) => {
      const closed = closeDirections(open);
      expect(closeDirections(closed)).toBe(closed);
    }),
    { numRuns: 2_000 },
  );
});
