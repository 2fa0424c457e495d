import { expect, test } from 'vitest';
import { stackError } from '../stack-error.ts';
import { waitUntil } from './wait-until.ts';

test('errors count as no until the answer is yes', async () => {
  let asked = 0;
  await waitUntil('it', () => (++asked < 3 ? Promise.reject(new Error('not yet')) : true), {
    timeoutMs: 5000,
    everyMs: 1,
  });
  expect(asked).toBe(3);
});

test('when the time is over, the line says who did not answer and why', async () => {
  const check = () => Promise.reject(new Error('refused'));
  await expect(waitUntil('it', check, { timeoutMs: 20, everyMs: 1 })).rejects.toThrow(
    'it did not answer within 0.02 s (refused).',
  );
});

test('an error made for people and a signal end the wait at once', async () => {
  const check = () => Promise.reject(stackError('a wrong password'));
  await expect(waitUntil('it', check, { timeoutMs: 60_000 })).rejects.toThrow('a wrong password');
  const giveUp = new AbortController();
  const waiting = waitUntil('it', () => false, { timeoutMs: 60_000, signal: giveUp.signal });
  giveUp.abort();
  await expect(waiting).rejects.toThrow(/abort/);
});
