import { setTimeout as delay } from 'node:timers/promises';
import { stackError } from '../stack-error.ts';

/** For work that has no limit of its own. Throws when it takes longer; the work itself goes on unheard. */
export async function withinTime<T>(work: Promise<T>, timeoutMs: number, what: string): Promise<T> {
  const timer = new AbortController();
  const late = delay(timeoutMs, undefined, { signal: timer.signal }).then(() => {
    throw stackError(`${what} took longer than ${timeoutMs / 1000} s.`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}
