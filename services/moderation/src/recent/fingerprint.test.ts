import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldDisguise } from '../rules/fold-disguise.ts';
import { distance, fingerprintOf as printOf } from './fingerprint.ts';

const fingerprintOf = (text: string) => printOf(foldDisguise(text));

const offer =
  'Dear customer, our online shop has the cheapest watches of all brands, please visit us today and get thirty percent off your first order with code 4711';

test('a text has one fingerprint in any case, spacing, punctuation and disguise', () => {
  const { exact, alike } = fingerprintOf(offer);
  for (const same of [offer.toUpperCase(), offer.replaceAll(' ', '  '), `${offer}!!!`, offer.replaceAll('o', 'о')]) {
    expect(fingerprintOf(same)).toMatchObject({ exact, alike });
  }
});

test('a few other words change it little, another text much', () => {
  const changed = offer.replace('4711', '9923').replace('Dear customer', 'Dear friend');
  expect(fingerprintOf(changed).exact).not.toBe(fingerprintOf(offer).exact);
  expect(distance(fingerprintOf(offer.replace('4711', '9923')).alike, fingerprintOf(offer).alike)).toBe(0);
  expect(distance(fingerprintOf(changed).alike, fingerprintOf(offer).alike)).toBeLessThan(16);
  const other =
    'I have been waiting for my parcel for two weeks now and nobody can tell me where it is, please help me';
  expect(distance(fingerprintOf(other).alike, fingerprintOf(offer).alike)).toBeGreaterThan(16);
});

test('distance counts bits', () => {
  expect(distance('0000000000000000', 'ffffffffffffffff')).toBe(64);
  expect(distance('8000000000000001', '0000000000000000')).toBe(2);
});

test('any text has one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(fingerprintOf(text).alike).toMatch(/^[0-9a-f]{16}$/);
    }),
  );
});
