import { setTimeout as delay } from 'node:timers/promises';
import { isStackError, messageOf, stackError } from '../stack-error.ts';

export interface Patience {
  timeoutMs: number;
  everyMs?: number;
  signal?: AbortSignal | undefined;
}

/**
 * Asks again and again until the answer is yes; an error counts as no, but one made for people is final.
 * Throws when the time is over or the signal comes.
 */
export async function waitUntil(
  what: string,
  check: () => Promise<boolean> | boolean,
  patience: Patience,
): Promise<void> {
  const { timeoutMs, everyMs = 25, signal } = patience;
  const deadline = Date.now() + timeoutMs;
  let reason = '';
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    try {
      if (await check()) return;
    } catch (error) {
      if (isStackError(error)) throw error;
      reason = ` (${messageOf(error)})`;
    }
    await delay(everyMs, undefined, signal ? { signal } : {});
  }
  throw stackError(`${what} did not answer within ${timeoutMs / 1000} s${reason}.`);
}
