import { expect, test } from 'vitest';
import { generateSchedule } from './generate-schedule.ts';
import { isKill, isSchedule, isTokenEnd, type Schedule } from './schedule.ts';
import { readVectors } from './vectors.ts';

const all = Array.from({ length: 1_000 }, (_, index) => generateSchedule(index + 1));

test('a seed is one schedule, and fits the schema', () => {
  expect(generateSchedule(17)).toEqual(generateSchedule(17));
  expect(all.filter((schedule) => !isSchedule(schedule))).toEqual([]);
  expect(new Set(all.map(({ steps }) => JSON.stringify(steps))).size).toBeGreaterThan(950);
});

/** What a schedule does to the network, as words. */
const deedsOf = ({ steps }: Schedule) =>
  steps.flatMap((step) => {
    if (!('network' in step)) return [];
    return 'fault' in step ? `${step.network} ${step.fault}` : step.network;
  });

test('the first 25 seeds do everything that the network can do, and kill, and end tokens', () => {
  const first = all.slice(0, 25);
  const deeds = new Set(all.flatMap(deedsOf));
  expect(new Set(first.flatMap(deedsOf))).toEqual(deeds);
  expect(deeds.size).toBe(18);
  for (const is of [isKill, isTokenEnd]) expect(first.some(({ steps }) => steps.some(is))).toBe(true);
});

test('every vector fits the schema and has a name of its own', () => {
  const vectors = readVectors();
  expect(vectors.length).toBeGreaterThan(15);
  expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
});
