import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { untilHung } from './until-hung.ts';

const silent = (signal: AbortSignal) =>
  new Promise<boolean>((resolve) => signal.addEventListener('abort', () => resolve(false)));
const times = { withinMs: 40, pauseMs: 5 };

test('who answered once and then says nothing to three questions in a row hangs', async () => {
  let asked = 0;
  const answers = async (signal: AbortSignal) => ++asked === 1 || silent(signal);
  expect(await untilHung({ answers, ...times }, new AbortController().signal)).toBe(true);
  expect(asked).toBe(4);
});

test('who has not answered yet is still starting, however long that takes', async () => {
  let asked = 0;
  const answers = (signal: AbortSignal) => {
    asked += 1;
    return silent(signal);
  };
  const watching = new AbortController();
  const hung = untilHung({ answers, ...times }, watching.signal);
  await expect.poll(() => asked).toBeGreaterThan(6);
  watching.abort();
  expect(await hung).toBe(false);
});

test('who is slow and answers every question late is alive', async () => {
  let asked = 0;
  const answers = () => (++asked === 1 ? Promise.resolve(true) : delay(times.withinMs * 1.5, true));
  const watching = new AbortController();
  const hung = untilHung({ answers, ...times }, watching.signal);
  await expect.poll(() => asked, { timeout: 5_000 }).toBeGreaterThan(10);
  watching.abort();
  expect(await hung).toBe(false);
});

test('questions for which the supervisor itself had no time do not count', async () => {
  let asked = 0;
  const answers = (signal: AbortSignal) => {
    asked += 1;
    if (asked === 1) return Promise.resolve(true);
    // This process does nothing else for longer than the answer may take.
    const until = performance.now() + 700;
    while (performance.now() < until);
    return silent(signal);
  };
  const watching = new AbortController();
  const hung = untilHung({ answers, ...times }, watching.signal);
  await expect.poll(() => asked, { timeout: 10_000 }).toBeGreaterThan(5);
  watching.abort();
  expect(await hung).toBe(false);
}, 20_000);
