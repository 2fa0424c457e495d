import { backoffMs } from './backoff.ts';

/** Work that is done again and again: at once when asked, else at its time. One run at a time. */
export interface Repeated {
  /** Runs now, or once more after the run that is under way. */
  now(): void;
  /** Runs within `waitMs`. */
  within(waitMs: number): void;
  close(): void;
}

const backoff = { firstMs: 500, maxMs: 5_000 };

/** `work` says whether all went well: if not it is tried again soon, else after `everyMs`, give or take a fifth. */
export function repeat(everyMs: number, work: () => Promise<boolean>): Repeated {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let running = false;
  let again = false;
  let failures = 0;
  let closed = false;

  const run = async () => {
    dueAt = Number.POSITIVE_INFINITY;
    if (closed) return;
    if (running) {
      again = true;
      return;
    }
    running = true;
    again = false;
    const well = await work();
    running = false;
    failures = well ? 0 : failures + 1;
    if (again && well) return run();
    within(well ? everyMs * (0.8 + Math.random() * 0.4) : backoffMs(backoff, failures - 1));
  };

  const within = (waitMs: number) => {
    const at = performance.now() + waitMs;
    if (closed || at >= dueAt) return;
    clearTimeout(timer);
    dueAt = at;
    timer = setTimeout(run, waitMs);
  };

  return {
    now() {
      failures = 0;
      within(0);
    },
    within,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
