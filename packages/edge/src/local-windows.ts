import type { RateLimit } from '@livechat/contracts/rate-limits';
import type { Place, Windows } from './rate-limit.ts';

/** Callers that are remembered at most; far more than can be busy at once. */
const maxKeys = 50_000;

/** The same sliding windows in this process' own memory, for the time that Redis is away. */
export function createLocalWindows(now: () => number = Date.now): Windows {
  const taken = new Map<string, { at: number; member: string }[]>();

  const current = (key: string, windowMs: number) => (taken.get(key) ?? []).filter(({ at }) => at > now() - windowMs);

  const placeIn = (places: { at: number }[], { limit, windowMs }: RateLimit, free: boolean): Place => {
    const first = places[0]?.at ?? now();
    const untilFirstLeavesMs = Math.max(0, first + windowMs - now());
    return { free, remaining: Math.max(0, limit - places.length), resetMs: untilFirstLeavesMs };
  };

  return {
    async take(key, rateLimit, member) {
      const places = current(key, rateLimit.windowMs);
      const free = places.length < rateLimit.limit;
      if (free) places.push({ at: now(), member });
      taken.delete(key);
      const [oldest] = taken.size >= maxKeys ? taken.keys() : [];
      if (oldest !== undefined) taken.delete(oldest);
      taken.set(key, places);
      return placeIn(places, rateLimit, free);
    },
    async giveBack(key, member) {
      const places = taken.get(key)?.filter((place) => place.member !== member);
      if (places) taken.set(key, places);
    },
    async look(key, rateLimit) {
      const places = current(key, rateLimit.windowMs);
      return placeIn(places, rateLimit, places.length < rateLimit.limit);
    },
  };
}
