import type { ErrorCode } from '@livechat/contracts/errors';
import { type CallAnswer, type CallOptions, noAnswer } from './answer.ts';

export const defaultTimeoutMs = 10_000;

/** Ends a call at its time limit or at the caller's signal, whatever `work` does; `work` is told by a signal. */
export async function withinTimeLimit<Value, Code extends ErrorCode>(
  { timeoutMs = defaultTimeoutMs, signal }: CallOptions,
  work: (signal: AbortSignal) => Promise<CallAnswer<Value, Code>>,
): Promise<CallAnswer<Value, Code>> {
  if (signal?.aborted) return noAnswer('ABORTED');
  const ending = new AbortController();
  let end: () => void = () => {};
  const ended = new Promise<CallAnswer<Value, Code>>((resolve) => {
    const timer = setTimeout(() => resolve(noAnswer('TIMED_OUT')), timeoutMs);
    const abort = () => resolve(noAnswer('ABORTED'));
    signal?.addEventListener('abort', abort);
    end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
  });
  try {
    return await Promise.race([work(ending.signal), ended]);
  } finally {
    end();
    ending.abort();
  }
}
