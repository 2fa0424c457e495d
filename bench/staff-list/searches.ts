import { staffFilters } from '../../tests/setup/staff-filters.ts';
import { type LanguageName, languages } from './words.ts';

interface Case {
  name: string;
  /** The parameters of the request; each run has words of its own. */
  query: (random: () => number) => Record<string, unknown>;
  /** Which page of it is timed. */
  page?: 1 | 2;
}

const sorts = ['activity', 'oldest', 'priority', 'waiting'] as const;

/** Of a word of rank r, about 1 in 0.1 r conversations has it; which of the language's words is a matter of chance. */
const around = (rank: number, random: () => number) => Math.floor(rank * (0.7 + 0.6 * random()));
const word = (language: LanguageName, rank: number, random: () => number) =>
  languages[language].word(around(rank, random));
const latin = (rank: number, random: () => number) => word('latin', rank, random);

const ranks = { frequent: 90, fair: 900, rare: 150_000 };

function part(random: () => number): string {
  const whole = latin(20_000, random);
  return whole.slice(1, 1 + Math.max(4, whole.length - 3));
}

function letters(count: number, random: () => number): string {
  return Array.from({ length: count }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('');
}

const searches: Record<string, (random: () => number) => string> = {
  'absent word': (random) => `zqx${letters(6, random)}`,
  'rare word': (random) => latin(ranks.rare, random),
  'word in 1 %': (random) => latin(ranks.fair, random),
  'word in 10 %': (random) => latin(ranks.frequent, random),
  'word in most': (random) => latin(1 + Math.floor(random() * 3), () => 0.5),
  'part of a word': part,
  'three letters': (random) => latin(ranks.fair, random).slice(0, 3),
  'two words, rare and frequent': (random) => `${latin(ranks.rare, random)} ${latin(ranks.frequent, random)}`,
  'two words, both in 10 %': (random) => `${latin(ranks.frequent, random)} ${latin(ranks.frequent, random)}`,
  'three words': (random) => `${latin(ranks.frequent, random)} ${latin(ranks.fair, random)} ${latin(300, random)}`,
  'Chinese word of two': (random) => word('chinese', 5_000, random),
  'Chinese frequent': (random) => word('chinese', 60, random),
  'Chinese two words in one': (random) => word('chinese', 60, random) + word('chinese', 300, random),
  'Chinese single sign': (random) => word('chinese', 5_000, random).slice(1),
  'Arabic word': (random) => word('arabic', 5_000, random),
  'Arabic frequent': (random) => word('arabic', 60, random),
  'Cyrillic word': (random) => word('cyrillic', 5_000, random),
  'mixed scripts': (random) => `person${1 + Math.floor(random() * 40_000)} ${word('chinese', 60, random)}`,
  "user's name": (random) => `person${1 + Math.floor(random() * 40_000)}`,
  'number of an order': (random) => `ord-${Math.floor(random() * 9_000_000 + 1_000_000)}`,
  'start of many numbers': (random) => `ord-${100 + Math.floor(random() * 899)}`,
  'one letter': (random) => letters(1, random),
  'two letters': (random) => letters(2, random),
  'punctuation only': () => '%%%',
};

export const cases: Case[] = [
  ...sorts.map((sort) => ({ name: `list by ${sort}`, query: () => ({ sort }) })),
  ...sorts.map((sort) => ({ name: `list by ${sort}, page 2`, query: () => ({ sort }), page: 2 as const })),
  ...staffFilters.map((filter) => ({ name: `list ${JSON.stringify(filter)}`, query: () => filter })),
  ...staffFilters.map((filter) => ({
    name: `list ${JSON.stringify(filter)} by waiting`,
    query: () => ({ ...filter, sort: 'waiting' }),
  })),
  ...Object.entries(searches).map(([name, q]) => ({ name, query: (random: () => number) => ({ q: q(random) }) })),
  ...(['rare word', 'word in 1 %', 'word in 10 %', 'Chinese frequent', 'two words, both in 10 %'] as const).flatMap(
    (name) => [
      ...sorts.slice(1).map((sort) => ({
        name: `${name} by ${sort}, open`,
        query: (random: () => number) => ({ q: searches[name]?.(random), sort, status: 'open' }),
      })),
      { name: `${name}, page 2`, query: (random: () => number) => ({ q: searches[name]?.(random) }), page: 2 as const },
    ],
  ),
];
