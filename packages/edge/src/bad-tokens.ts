import type { Failure } from '@livechat/contracts/errors';
import { addressKey } from './address-key.ts';
import { type RateLimiter, rateLimited, type Taken } from './rate-limit.ts';

/**
 * How many tokens of an address are still looked at in a second, once it has sent too many bad ones: many people may
 * share it, and theirs are good. A check of a signature costs up to 0.1 ms.
 */
const looksPerSecond = 20;
const maxAddresses = 10_000;

/** Asked only when it matters, which is seldom: behind a proxy it takes some finding out. */
type Address = () => string | undefined;

export interface BadTokens {
  /** Before a token is looked at: the refusal, when its address has guessed too often. */
  refusal(address: Address): Failure<'RATE_LIMITED'> | undefined;
  /** Counts one. With the refusal, when that was one too many. */
  count(address: Address, requestId: string): Promise<Failure<'RATE_LIMITED'> | undefined>;
}

interface Over {
  place: Taken;
  /** On the clock of `now`. */
  until: number;
  second: number;
  looks: number;
}

/** Bounds what a stream of bad tokens from one address costs, in this process; the count itself is for all instances. */
export function limitBadTokens(limiter: Pick<RateLimiter, 'take'>, now: () => number = Date.now): BadTokens {
  const over = new Map<string, Over>();

  return {
    refusal(address) {
      // As a rule nobody is, and a request is spared the rest.
      if (over.size === 0) return undefined;
      const key = addressKey(address());
      const known = over.get(key);
      if (!known) return undefined;
      const leftMs = known.until - now();
      if (leftMs <= 0) {
        over.delete(key);
        return undefined;
      }
      const second = Math.floor(now() / 1_000);
      if (known.second !== second) Object.assign(known, { second, looks: 0 });
      known.looks += 1;
      // Soon, for whoever has a good one.
      return known.looks > looksPerSecond ? rateLimited({ ...known.place, resetMs: 1_000 }) : undefined;
    },
    async count(address, requestId) {
      const key = addressKey(address());
      const place = await limiter.take('badTokens', `address:${key}`, requestId);
      if (!place || place.free) return undefined;
      if (!over.has(key)) {
        // A Map keeps the order of insertion, so the first key is the oldest.
        const [oldest] = over.size >= maxAddresses ? over.keys() : [];
        if (oldest !== undefined) over.delete(oldest);
        over.set(key, { place, until: now() + place.resetMs, second: 0, looks: 0 });
      }
      return rateLimited(place);
    },
  };
}
