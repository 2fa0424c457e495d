import { expect, test } from 'vitest';
import { noAnswer } from './answer.ts';
import { withinTimeLimit } from './time-limit.ts';

test.each(['signal', 'closing'] as const)('a call ends by its %s, before and while it runs', async (name) => {
  const ending = new AbortController();
  const both = { signal: new AbortController().signal, closing: new AbortController().signal, [name]: ending.signal };
  let told = false;
  const endless = (signal: AbortSignal) => {
    signal.addEventListener('abort', () => {
      told = true;
    });
    return new Promise<never>(() => {});
  };
  const running = withinTimeLimit(both, endless);
  ending.abort();
  expect(await running).toEqual(noAnswer('ABORTED'));
  expect(told).toBe(true);
  expect(await withinTimeLimit(both, endless)).toEqual(noAnswer('ABORTED'));
});
