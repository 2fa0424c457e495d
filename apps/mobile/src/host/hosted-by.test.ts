import { expect, test } from 'vitest';
import { hostedBy } from './hosted-by.ts';

const look = { theme: 'auto', language: 'auto' };

test('a frame of a page, and a web view, are hosted; the look and the close button are as the address says', () => {
  expect(hostedBy('?host=https%3A%2F%2Fshop.example&theme=dark&language=ar&close=1', true)).toEqual({
    host: { kind: 'page', origin: 'https://shop.example' },
    look: { theme: 'dark', language: 'ar' },
    hasClose: true,
  });
  expect(hostedBy('?host=native&theme=pink&language=xx', false)).toEqual({
    host: { kind: 'native' },
    look,
    hasClose: false,
  });
});

test.each([
  ['', true],
  ['?host=https://shop.example', false],
  ['?host=native', true],
  ['?host=https://shop.example/', true],
  ['?host=https://shop.example:443', true],
  ['?host=shop.example', true],
  ['?host=null', true],
  ['?host=*', true],
  ['?host=javascript:alert(1)', true],
])('%j is hosted by nobody (in a frame: %s)', (search, isFramed) => {
  expect(hostedBy(search, isFramed)).toBeUndefined();
});
