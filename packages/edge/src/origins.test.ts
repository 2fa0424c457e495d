import { expect, test } from 'vitest';
import { ExactOrigins, Origins } from './origins.ts';

test('exact origins are read as browsers write them', () => {
  expect(ExactOrigins.parse('https://shop.example, http://localhost:8080,http://[::1]:3000')).toEqual([
    'https://shop.example',
    'http://localhost:8080',
    'http://[::1]:3000',
  ]);
});

test.each([
  'https://shop.example/',
  'https://shop.example:443',
  'https://SHOP.example',
  'https://*.shop.example',
  'https://shop.example; script-src *',
  "https://shop.example 'self'",
  'https://a@shop.example',
  'shop.example',
  'ftp://shop.example',
  'capacitor://localhost',
  'null',
  '*',
  '',
])('%j is no exact origin', (text) => {
  expect(ExactOrigins.safeParse(text).success).toBe(false);
});

test('pages and the shells of both kinds of phones can be let in', () => {
  expect(Origins.parse('https://shop.example, https://localhost,capacitor://localhost')).toEqual([
    'https://shop.example',
    'https://localhost',
    'capacitor://localhost',
  ]);
});

test.each(['localhost', 'file://', 'ftp://shop.example', 'javascript:alert(1)', 'null', '*', ''])(
  '%j is nobody who can be let in',
  (text) => {
    expect(Origins.safeParse(text).success).toBe(false);
  },
);
