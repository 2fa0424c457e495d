import { expect, test } from 'vitest';
import { createEventBudget } from './event-budget.ts';

function spendMany(budget: ReturnType<typeof createEventBudget>, events: number) {
  return Array.from({ length: events }, () => budget.spend());
}

test('a burst of 200 events passes, the next is refused', () => {
  const budget = createEventBudget(() => 0);
  expect(new Set(spendMany(budget, 200))).toEqual(new Set(['allowed']));
  expect(budget.spend()).toBe('refused');
});

test('50 events in every second pass for ever', () => {
  let now = 0;
  const budget = createEventBudget(() => now);
  spendMany(budget, 200);
  for (let second = 1; second <= 100; second += 1) {
    now = second * 1000;
    expect(spendMany(budget, 50)).not.toContain('refused');
  }
});

test('who is refused may go on after the time that was told', () => {
  let now = 0;
  const budget = createEventBudget(() => now);
  spendMany(budget, 210);
  now += budget.retryAfterMs();
  expect(budget.spend()).toBe('allowed');
});

test('who goes on after 200 refusals is done with', () => {
  const budget = createEventBudget(() => 0);
  const answers = spendMany(budget, 400);
  expect(answers.indexOf('exhausted')).toBe(399);
});
