import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gramsAround, gramsOf, lookupsOf, runsOf, termsOf } from './index-terms.ts';

test('words are terms; where a script has no spaces, pairs of signs are', () => {
  expect(termsOf('headphones.')).toEqual(['headphones']);
  expect(termsOf('mail:ann@example.com')).toEqual(['mail', 'ann', 'example', 'com']);
  expect(termsOf('退款申请')).toEqual(['退款', '款申', '申请']);
  expect(termsOf('iphone手机15')).toEqual(['iphone', '手机', '15']);
  expect(termsOf('王')).toEqual(['王']);
  expect(termsOf('استرداد')).toEqual(['استرداد']);
  expect(termsOf('%_\\')).toEqual([]);
});

test('a single letter looks nothing up, a single sign of a script without spaces does', () => {
  expect(lookupsOf('a')).toEqual([]);
  expect(lookupsOf('王')).toEqual([{ part: '王' }]);
  expect(lookupsOf('退款申')).toEqual([{ term: '退款' }, { term: '款申' }]);
});

test('whatever stands in a run is found by what its parts look up', () => {
  const sign = fc.constantFrom(...'abcdeяعשñ0123', '-', '.', '_', '%', '退', '款', '申', 'か', 'ส', '👍', '𠀀');
  const run = fc.array(sign, { minLength: 1, maxLength: 150 });
  fc.assert(
    fc.property(run, fc.nat(), fc.nat(), (signs, from, length) => {
      const start = from % signs.length;
      const word = signs.slice(start, start + 1 + (length % (signs.length - start))).join('');
      const terms = termsOf(signs.join(''));
      for (const lookup of lookupsOf(word)) {
        if ('term' in lookup) expect(terms).toContain(lookup.term);
        else {
          const around = terms.filter((term) => term.includes(lookup.part));
          expect(around.length).toBeGreaterThan(0);
          for (const term of around) expect(gramsOf(term)).toEqual(expect.arrayContaining(gramsAround(lookup.part)));
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('no term is longer than 40 signs', () => {
  for (const term of termsOf('x'.repeat(333))) expect(term.length).toBeLessThanOrEqual(40);
});

test('runs are what stands between spaces of any kind', () => {
  expect(runsOf(' two\u3000words\n100%_ ')).toEqual(['two', 'words', '100%_']);
});
