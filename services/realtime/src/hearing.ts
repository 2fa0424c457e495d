/** How the sending of one canary ended. All but `heard` and `unheard` say nothing of this process. */
export type CanaryEnd =
  | { end: 'heard' }
  /** Chat did not take it: it, Postgres or the bus is away, or there is too much to do. */
  | { end: 'unanswered' }
  /** Stored, but the stream did not take the event, so that nobody could hear it. */
  | { end: 'untold' }
  /** The connection to NATS was cut meanwhile: what was told then is heard by nobody here. */
  | { end: 'cut' }
  /** Told, and not heard here. `heardElsewhere` is the newest that another process heard, as it was known then. */
  | { end: 'unheard'; seq: number; heardElsewhere: number };

export interface Hearing {
  /** A canary was heard, whoever sent it. */
  heard(): void;
  ended(end: CanaryEnd): void;
  /** Whether this process hears nothing of what others hear. */
  isDeaf(): boolean;
}

const missesToBeDeaf = 3;

/**
 * Tells a process that is deaf from a system in which nothing is told. Deaf is who missed three in a row that were told,
 * while another heard one that is no older than the first of them. Who is alone, or deaf like everybody else, is not: to
 * shut the last door helps nobody.
 */
export function createHearing(): Hearing {
  let misses = 0;
  let firstMissed = 0;
  let deaf = false;
  return {
    heard() {
      misses = 0;
      deaf = false;
    },
    ended(end) {
      if (end.end !== 'unheard') return;
      if (misses === 0) firstMissed = end.seq;
      misses += 1;
      deaf = misses >= missesToBeDeaf && end.heardElsewhere >= firstMissed;
    },
    isDeaf: () => deaf,
  };
}
