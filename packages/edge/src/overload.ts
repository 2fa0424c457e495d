import { watchLoopDelay } from '@livechat/bus/loop-delay';
import { createStandingDelay } from '@livechat/bus/standing-delay';
import { tooBusy } from '@livechat/bus/too-busy';
import type { Failure } from '@livechat/contracts/errors';
import type { Metrics } from '@livechat/service/metrics';

/** Decides at a door's very front, before anything is read or checked, whether there is time for what comes. */
export interface Overload {
  /** The refusal, or what is to be called when it is done. `what` is one of few names, for the metric. */
  enter(what: string): Failure<'UNAVAILABLE'> | (() => void);
  /** Counts again what was let in and had left; `enter` would refuse what is half done. */
  enterAgain(): () => void;
  /** Whether to leave out what nobody needs; sooner than anything is refused. */
  dropsTyping(): boolean;
}

export interface OverloadParts {
  metrics: Pick<Metrics, 'counter'>;
  bus: { othersAreBusy(): boolean; othersRefuse(): boolean };
  watch?: typeof watchLoopDelay;
  now?: () => number;
}

/**
 * A refusal itself waits for the event loop, and is promised in 50 ms. On a machine that is busy with other things many
 * timers are later than this, but not all of them for so long.
 */
const loopDelay = { targetMs: 20, patienceMs: 500 };
/** So many are let in whatever the clock says: a door that does no more than that is slow, not overloaded. */
export const alwaysInFlight = 64;
/** With so many in hand there is less to be patient about, though one hiccup still says nothing. */
const manyInFlight = 128;
const patienceWithManyMs = 100;
/** They are held in memory while chat does not answer. */
export const maxInFlight = 2_000;
const typingRestMs = 1_000;

/**
 * Finds out how many requests in hand this process can bear, as TCP does with packets: a tenth fewer at each measurement
 * that shows too much of them, one more at each other one. Measured every 10 ms.
 */
export function createOverload({
  metrics,
  bus,
  watch = watchLoopDelay,
  now = () => performance.now(),
}: OverloadParts): Overload {
  const shed = metrics.counter('door_shed_total', 'What was refused or left out because there was too much to do', [
    'what',
    'reason',
  ]);
  const delay = createStandingDelay({ ...loopDelay, now });
  const delayWithMany = createStandingDelay({ ...loopDelay, patienceMs: patienceWithManyMs, now });
  let inFlight = 0;
  let limit = maxInFlight;
  let limitedBy = 'in flight';
  let restUntil = Number.NEGATIVE_INFINITY;

  const tooMuchBy = (delayMs: number) => {
    const stands = delay.feel(delayMs);
    const standsWithMany = delayWithMany.feel(inFlight >= manyInFlight ? delayMs : 0);
    if (stands || standsWithMany) return 'event loop';
    return bus.othersRefuse() ? 'others refuse' : undefined;
  };

  watch((delayMs) => {
    const reason = tooMuchBy(delayMs);
    if (reason === undefined) {
      limit = Math.min(maxInFlight, limit + 1);
      return;
    }
    limit = Math.max(alwaysInFlight, Math.min(limit, inFlight) * 0.9);
    limitedBy = reason;
    restUntil = now() + typingRestMs;
  });

  const take = () => {
    inFlight += 1;
    return () => {
      inFlight -= 1;
    };
  };

  return {
    enter(what) {
      if (inFlight < limit) return take();
      shed({ what, reason: limit === maxInFlight ? 'in flight' : limitedBy });
      return tooBusy();
    },
    enterAgain: take,
    dropsTyping() {
      const reason = now() < restUntil ? limitedBy : bus.othersAreBusy() ? 'others busy' : undefined;
      if (reason !== undefined) shed({ what: 'typing', reason });
      return reason !== undefined;
    },
  };
}
