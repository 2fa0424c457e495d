import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLocalWindows } from './local-windows.ts';

const limit = { limit: 5, windowMs: 1_000 };

test('in no window of its length are more places taken than the limit, whenever the calls come', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 400 }), { maxLength: 60 }), async (pauses) => {
      let now = 1_000_000;
      const windows = createLocalWindows(() => now);
      const taken: number[] = [];
      for (const pause of pauses) {
        now += pause;
        if ((await windows.take('a', limit, String(taken.length))).free) taken.push(now);
      }
      for (const end of taken) {
        expect(taken.filter((at) => at > end - limit.windowMs && at <= end).length).toBeLessThanOrEqual(limit.limit);
      }
    }),
  );
});

test('a place that is given back is free again, and another caller has places of its own', async () => {
  const windows = createLocalWindows(() => 0);
  for (let index = 0; index < 5; index += 1) await windows.take('a', limit, `member ${index}`);
  expect(await windows.take('a', limit, 'sixth')).toEqual({ free: false, remaining: 0, resetMs: 1_000 });
  expect((await windows.take('b', limit, 'first')).remaining).toBe(4);
  await windows.giveBack('a', 'member 2');
  expect((await windows.take('a', limit, 'sixth')).free).toBe(true);
});
