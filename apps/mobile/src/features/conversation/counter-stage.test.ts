import { expect, test } from 'vitest';
import { stageOf } from './counter-stage.ts';

test('a text that grows has three stages, however many letters it gets', () => {
  const stages = Array.from({ length: 121 }, (_, length) => stageOf(length, 100));
  expect(stages.filter((stage, index) => stage !== stages[index - 1])).toEqual(['near', 'full', 'over']);
  expect([80, 81, 99, 100, 101].map((length) => stageOf(length, 100))).toEqual([
    undefined,
    'near',
    'near',
    'full',
    'over',
  ]);
});
