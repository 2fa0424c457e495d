import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { allOrNone } from './all-or-none.ts';

const never = new AbortController().signal;

test('all that started come back in their order', async () => {
  const part = (name: string) => ({ name, stop: async () => undefined });
  const started = await allOrNone(never, () => [delay(5).then(() => part('a')), Promise.resolve(part('b'))] as const);
  expect(started.map(({ name }) => name)).toEqual(['a', 'b']);
});

test('when one fails, the others hear of it and what started is stopped', async () => {
  const stopped: string[] = [];
  const part = (name: string) => ({ stop: async () => void stopped.push(name) });
  let heard = false;
  const started = allOrNone(never, (signal) => [
    Promise.resolve(part('quick')),
    delay(5).then(() => Promise.reject(new Error('no port'))),
    new Promise<ReturnType<typeof part>>((resolve) => {
      signal.addEventListener('abort', () => {
        heard = true;
        resolve(part('late'));
      });
    }),
  ]);
  await expect(started).rejects.toThrow('no port');
  expect(heard).toBe(true);
  expect(stopped.toSorted()).toEqual(['late', 'quick']);
});
