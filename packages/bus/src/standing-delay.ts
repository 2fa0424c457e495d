export interface StandingDelayOptions {
  /** A delay below this is none. */
  targetMs: number;
  /** How long no delay may be below it before it counts as standing. */
  patienceMs: number;
  /** Milliseconds of a steady clock. */
  now?: () => number;
}

/**
 * Tells a queue that stands from one that comes and goes, as CoDel does (RFC 8289): bursts and hiccups make long delays
 * too, but short ones between them. Only when none was short for a while is there more to do than can be done.
 */
export interface StandingDelay {
  /** Says that there was a delay of so long, and answers whether what comes now should be refused. */
  feel(delayMs: number): boolean;
  /** Whether there was a reason to refuse a short while ago. */
  isStanding(): boolean;
}

const memoryMs = 1_000;

export function createStandingDelay({
  targetMs,
  patienceMs,
  now = () => performance.now(),
}: StandingDelayOptions): StandingDelay {
  let longSince: number | undefined;
  // Refusing makes delays short at once. Without this memory each of them would earn the load its patience anew.
  let standingUntil = Number.NEGATIVE_INFINITY;
  return {
    feel(delayMs) {
      if (delayMs < targetMs) {
        longSince = undefined;
        return false;
      }
      const at = now();
      longSince ??= at;
      if (at - longSince < patienceMs && at >= standingUntil) return false;
      standingUntil = at + memoryMs;
      return true;
    },
    isStanding: () => now() < standingUntil,
  };
}
