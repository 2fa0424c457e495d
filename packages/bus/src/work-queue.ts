import type { Deadline } from './deadline.ts';
import { createStandingDelay } from './standing-delay.ts';

/**
 * Why something was not done: the queue was full or had stood for long, it waited for too long in the queue itself, or
 * the time of whoever asked was over before it began.
 */
export type ShedReason = 'queue full' | 'queue standing' | 'waited too long' | 'caller gone';

export interface WorkQueueOptions {
  /** How much is worked on at once: as much as keeps everything behind it busy, and not much more. */
  atOnce: number;
  maxWaiting?: number;
  maxWaitMs?: number;
  /** Waiting for less than this is no overload, nor is waiting for more if it passes within `patienceMs`. */
  targetMs?: number;
  patienceMs?: number;
  /** How long what arrives may have waited already, unseen, for the event loop. */
  unseenMs?: () => number;
  now?: () => number;
}

export interface WorkQueue {
  /** The work's result when there was a place for it in time, or why there was none; then nothing of it was begun. */
  run<T>(deadline: Deadline, work: () => Promise<T>): Promise<T | Shed>;
  /** Whether it is about to refuse, or does: time to leave out what nobody needs. */
  isBusy(): boolean;
}

export interface Shed {
  shed: ShedReason;
}

export function wasShed(result: unknown): result is Shed {
  return typeof result === 'object' && result !== null && 'shed' in result;
}

interface Waiting {
  since: number;
  begin(shed?: ShedReason): void;
}

/**
 * First come, first served. Whoever cannot be served in time learns it on arrival: how long the head of the queue has
 * waited, or for how long nothing was begun, shows how long the wait is.
 */
export function createWorkQueue({
  atOnce,
  maxWaiting = 500,
  maxWaitMs = 1_000,
  targetMs = 100,
  patienceMs = 500,
  unseenMs = () => 0,
  now = () => performance.now(),
}: WorkQueueOptions): WorkQueue {
  // A set keeps the order of insertion, and gives up any of its members at once.
  const waiting = new Set<Waiting>();
  const wait = createStandingDelay({ targetMs, patienceMs, now });
  const slightWait = createStandingDelay({ targetMs: targetMs / 2, patienceMs: patienceMs / 2, now });
  let running = 0;
  let begunAt = now();

  /** How long somebody who comes now must expect to wait, at the least. */
  const waitMs = (): number => {
    if (running < atOnce) return 0;
    const [first] = waiting;
    return now() - Math.min(begunAt, first?.since ?? begunAt);
  };

  const feel = (ms: number): boolean => {
    slightWait.feel(ms);
    return wait.feel(ms);
  };

  const take = () => {
    running += 1;
    begunAt = now();
  };

  const next = () => {
    running -= 1;
    const [first] = waiting;
    if (!first) return void feel(0);
    feel(now() - first.since);
    first.begin();
  };

  const place = (deadline: Deadline): ShedReason | Promise<ShedReason | undefined> | undefined => {
    const refuse = feel(unseenMs() + waitMs());
    if (deadline.leftMs() <= unseenMs()) return 'caller gone';
    if (running < atOnce) {
      take();
      return undefined;
    }
    if (refuse) return 'queue standing';
    if (waiting.size >= maxWaiting) return 'queue full';
    return new Promise((resolve) => {
      const leftMs = deadline.leftMs();
      const entry: Waiting = {
        since: now(),
        begin(shed) {
          clearTimeout(timer);
          waiting.delete(entry);
          if (shed === undefined) take();
          resolve(shed);
        },
      };
      const timer = setTimeout(
        () => entry.begin(leftMs < maxWaitMs ? 'caller gone' : 'waited too long'),
        Math.min(leftMs, maxWaitMs),
      );
      waiting.add(entry);
    });
  };

  return {
    async run(deadline, work) {
      const answer = place(deadline);
      const shed = answer instanceof Promise ? await answer : answer;
      if (shed !== undefined) return { shed };
      try {
        return await work();
      } finally {
        next();
      }
    },
    isBusy() {
      slightWait.feel(waitMs());
      return slightWait.isStanding();
    },
  };
}
