/** What one socket may send: 200 events at once, and 50 more in every second. */
const burst = 200;
const perSecond = 50;
/** Whoever goes on for so many events after the first refusal is not listening. */
const maxDebt = 200;

export interface EventBudget {
  spend(): 'allowed' | 'refused' | 'exhausted';
  /** Until the next event is allowed, in milliseconds. */
  retryAfterMs(): number;
}

/** Refused events are paid for as well, so that hammering makes it longer. `now` in milliseconds. */
export function createEventBudget(now: () => number = () => performance.now()): EventBudget {
  let left = burst;
  let at = now();
  return {
    spend() {
      left = Math.min(burst, left + ((now() - at) / 1000) * perSecond) - 1;
      at = now();
      if (left >= 0) return 'allowed';
      return left > -maxDebt ? 'refused' : 'exhausted';
    },
    retryAfterMs: () => Math.max(1, Math.ceil(((1 - left) / perSecond) * 1000)),
  };
}
