import { expect, test } from 'vitest';
import { watchLoopDelay } from './loop-delay.ts';

function block(durationMs: number): void {
  const until = performance.now() + durationMs;
  while (performance.now() < until);
}

test('while the process is busy the delay grows, and is forgotten when it is free again', async () => {
  const loop = watchLoopDelay();
  block(150);
  expect(loop.delayMs()).toBeGreaterThan(100);
  await expect.poll(loop.delayMs, { interval: 5 }).toBeLessThan(100);
});

test('each measurement is told', async () => {
  const told: number[] = [];
  watchLoopDelay((delayMs) => told.push(delayMs));
  block(150);
  await expect.poll(() => told.length, { interval: 5 }).toBeGreaterThan(3);
  expect(Math.max(...told)).toBeGreaterThan(100);
});
