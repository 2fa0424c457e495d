import type { ErrorCode } from '@livechat/contracts/errors';
import { type CallAnswer, type CallOptions, noAnswer } from './answer.ts';

export const defaultTimeoutMs = 10_000;

interface Ends extends CallOptions {
  /** Whoever makes the calls ends them all. Beside `signal`, since browsers from before 2024 cannot make one of two. */
  closing?: AbortSignal;
}

/** Ends a call at its time limit or at one of the signals, whatever `work` does; `work` is told by a signal. */
export async function withinTimeLimit<Value, Code extends ErrorCode>(
  { timeoutMs = defaultTimeoutMs, signal, closing }: Ends,
  work: (signal: AbortSignal) => Promise<CallAnswer<Value, Code>>,
): Promise<CallAnswer<Value, Code>> {
  const signals = [signal, closing];
  if (signals.some((one) => one?.aborted)) return noAnswer('ABORTED');
  const ending = new AbortController();
  let end: () => void = () => {};
  const ended = new Promise<CallAnswer<Value, Code>>((resolve) => {
    const timer = setTimeout(() => resolve(noAnswer('TIMED_OUT')), timeoutMs);
    const abort = () => resolve(noAnswer('ABORTED'));
    for (const one of signals) one?.addEventListener('abort', abort);
    end = () => {
      clearTimeout(timer);
      for (const one of signals) one?.removeEventListener('abort', abort);
    };
  });
  try {
    return await Promise.race([work(ending.signal), ended]);
  } finally {
    end();
    ending.abort();
  }
}
