import { type CallFailure, isForGood } from './answer.ts';
import { backoffMs } from './backoff.ts';

/** A mark that only moves forward, told in as few words as possible. */
export interface ForwardMark {
  moveTo(seq: number): void;
  /** The network is back: what could not be told is told. */
  kick(): void;
  close(): void;
}

const backoff = { firstMs: 1_000, maxMs: 30_000 };

/** `tell` is called at most once in `everyMs`, one call at a time, with the furthest seq; what passes is tried again. */
export function createForwardMark(
  everyMs: number,
  tell: (seq: number) => Promise<{ ok: true } | CallFailure>,
): ForwardMark {
  let target = 0;
  let told = 0;
  let failures = 0;
  let busy = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const run = async () => {
    timer = undefined;
    if (busy || closed || target <= told) return;
    busy = true;
    const seq = target;
    const answer = await tell(seq);
    busy = false;
    if (answer.ok || isForGood(answer)) {
      // A refusal will not become a yes by asking again.
      told = Math.max(told, seq);
      failures = 0;
      return later(everyMs);
    }
    failures += 1;
    later(backoffMs(backoff, failures));
  };
  const later = (waitMs: number) => {
    if (!closed && target > told) timer ??= setTimeout(run, waitMs);
  };

  return {
    moveTo(seq) {
      if (seq <= target) return;
      target = seq;
      if (!busy) later(everyMs);
    },
    kick() {
      if (target <= told || busy) return;
      clearTimeout(timer);
      timer = undefined;
      later(0);
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
