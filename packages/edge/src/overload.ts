import { watchLoopDelay } from '@livechat/bus/loop-delay';
import { createStandingDelay } from '@livechat/bus/standing-delay';
import { tooBusy } from '@livechat/bus/too-busy';
import type { Failure } from '@livechat/contracts/errors';
import type { Metrics } from '@livechat/service/metrics';

/** Decides at a door's very front, before anything is read or checked, whether there is time for what comes. */
export interface Overload {
  /** The refusal, or what is to be called when it is done. `what` is one of few names, for the metric. */
  enter(what: string): Failure<'UNAVAILABLE'> | (() => void);
  /** Whether to leave out what nobody needs; sooner than anything is refused. */
  dropsTyping(): boolean;
}

export interface OverloadParts {
  metrics: Pick<Metrics, 'counter'>;
  bus: { othersAreBusy(): boolean };
  maxInFlight?: number;
  watch?: typeof watchLoopDelay;
  now?: () => number;
}

/**
 * A refusal itself waits for the event loop, and is promised in 50 ms. For a machine that is busy with other things some
 * timers are later than this, but not all of them for a whole second.
 */
const refuseFrom = { targetMs: 20, patienceMs: 1_000 };
const dropTypingFrom = { targetMs: 10, patienceMs: 500 };
/** Far more than can be answered in a request's time; they are held in memory while chat does not answer. */
const defaultMaxInFlight = 2_000;

export function createOverload({
  metrics,
  bus,
  maxInFlight = defaultMaxInFlight,
  watch = watchLoopDelay,
  now = () => performance.now(),
}: OverloadParts): Overload {
  const shed = metrics.counter('door_shed_total', 'What was refused or left out because there was too much to do', [
    'what',
    'reason',
  ]);
  const requests = createStandingDelay({ ...refuseFrom, now });
  const typing = createStandingDelay({ ...dropTypingFrom, now });
  const loop = watch((delayMs) => {
    requests.feel(delayMs);
    typing.feel(delayMs);
  });
  let inFlight = 0;

  const reasonToRefuse = () => {
    if (requests.isStanding() && requests.feel(loop.delayMs())) return 'event loop';
    return inFlight >= maxInFlight ? 'in flight' : undefined;
  };

  return {
    enter(what) {
      const reason = reasonToRefuse();
      if (reason !== undefined) {
        shed({ what, reason });
        return tooBusy();
      }
      inFlight += 1;
      return () => {
        inFlight -= 1;
      };
    },
    dropsTyping() {
      const reason = typing.isStanding() ? 'event loop' : bus.othersAreBusy() ? 'others busy' : undefined;
      if (reason !== undefined) shed({ what: 'typing', reason });
      return reason !== undefined;
    },
  };
}
