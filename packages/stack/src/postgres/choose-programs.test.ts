import { expect, test } from 'vitest';
import { choosePrograms } from './choose-programs.ts';

const programs = (major: number) => ({ postgres: `/pg${major}/postgres`, initdb: `/pg${major}/initdb`, major });

test('data of a major version is opened by programs of that version, wherever they come from', () => {
  expect(choosePrograms([programs(15), programs(18)], 18, '.data').major).toBe(18);
});

test('one line names the version of the data and those that are there', () => {
  expect(() => choosePrograms([programs(15), programs(18)], 16, '.data')).toThrow(
    'The data in .data was made by Postgres 16, and this machine has 15 and 18: install Postgres 16,',
  );
  expect(() => choosePrograms([], 16, '.data')).toThrow('this machine has none');
});
