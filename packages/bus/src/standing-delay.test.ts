import { expect, test } from 'vitest';
import { createStandingDelay } from './standing-delay.ts';

function guard() {
  let at = 0;
  const delay = createStandingDelay({ targetMs: 100, patienceMs: 1_000, now: () => at });
  return {
    ...delay,
    /** The same delay every 10 ms for so long: which of them were refused. */
    during(durationMs: number, delayMs: number): boolean[] {
      return Array.from({ length: durationMs / 10 }, () => {
        at += 10;
        return delay.feel(delayMs);
      });
    },
  };
}
const none = (refused: boolean[]) => !refused.includes(true);
const all = (refused: boolean[]) => !refused.includes(false);

test('a delay below the target is never refused, however long it lasts', () => {
  expect(none(guard().during(60_000, 99))).toBe(true);
});

test('a peak that ends is no overload, however high', () => {
  const { during } = guard();
  for (let round = 0; round < 20; round += 1) {
    expect(none(during(900, 10_000))).toBe(true);
    expect(none(during(10, 0))).toBe(true);
  }
});

test('a delay that stands is refused once patience is over, and what is short in between is let in', () => {
  const { during, isStanding } = guard();
  expect(none(during(1_000, 100))).toBe(true);
  expect(isStanding()).toBe(false);
  expect(all(during(500, 100))).toBe(true);
  expect(isStanding()).toBe(true);
  expect(none(during(20, 50))).toBe(true);
});

test('while it is remembered, a long delay is refused without new patience', () => {
  const { during } = guard();
  during(1_500, 100);
  for (let round = 0; round < 20; round += 1) {
    expect(none(during(500, 0))).toBe(true);
    expect(all(during(10, 100))).toBe(true);
  }
});

test('when all was short for as long as patience lasts, it is forgotten', () => {
  const { during, isStanding } = guard();
  during(1_500, 100);
  during(1_000, 0);
  expect(isStanding()).toBe(false);
  expect(none(during(900, 100))).toBe(true);
});
