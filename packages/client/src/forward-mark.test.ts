import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noAnswer } from './answer.ts';
import { createForwardMark } from './forward-mark.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a mark only moves forward, is told once for many, and again when nobody answered', async () => {
  const told: number[] = [];
  let away = false;
  const mark = createForwardMark(500, async (seq) => {
    told.push(seq);
    return away ? noAnswer('UNREACHABLE') : { ok: true };
  });
  for (const seq of [3, 5, 4]) mark.moveTo(seq);
  await vi.advanceTimersByTimeAsync(5_000);
  mark.moveTo(2);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(told).toEqual([5]);
  away = true;
  mark.moveTo(9);
  await vi.advanceTimersByTimeAsync(600);
  away = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([5, 9, 9]);
  mark.close();
  expect(vi.getTimerCount()).toBe(0);
});
