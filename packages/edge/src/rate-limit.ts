import { randomUUID } from 'node:crypto';
import type { Log } from '@livechat/bus/log';
import { type Failure, fail } from '@livechat/contracts/errors';
import { type RateLimit, type RateLimitName, rateLimits } from '@livechat/contracts/rate-limits';
import { answerInTime } from '@livechat/service/answer-in-time';
import type { Metrics } from '@livechat/service/metrics';
import type { Redis } from 'ioredis';
import { createLocalWindows } from './local-windows.ts';
import type { RateLimitSettings } from './rate-limit-settings.ts';
import { createRedisWindows } from './redis-windows.ts';

/** What a window says about one call. */
export interface Place {
  free: boolean;
  remaining: number;
  /** Until the oldest place is free again. */
  resetMs: number;
}

/** Places in sliding windows; in Redis for all instances, or in memory. */
export interface Windows {
  take(key: string, rateLimit: RateLimit, member: string): Promise<Place>;
  look(key: string, rateLimit: RateLimit): Promise<Place>;
  giveBack(key: string, member: string): Promise<void>;
}

export interface Taken extends RateLimit, Place {
  name: RateLimitName;
  /** For a call that turned out to use nothing up. */
  giveBack(): void;
}

export interface RateLimiter {
  /** A place in a window, or the refusal. Undefined when limits are switched off. */
  take(name: RateLimitName, caller: string, requestId: string): Promise<Taken | undefined>;
  /** How many places are left; infinite when limits are switched off. */
  remaining(name: RateLimitName, caller: string): Promise<number>;
}

/** Redis may add this much to a request. */
const redisTimeoutMs = 100;
/** After Redis did not answer, this long nobody waits for it again. */
const redisRestMs = 1_000;

/** With Redis away each instance limits on its own until it is back: neither an outage nor an open door. */
export function createRateLimiter(redis: Redis, settings: RateLimitSettings, log: Log, metrics: Metrics): RateLimiter {
  const hit = metrics.counter('limits_hit_total', 'Calls refused because a limit was reached', ['limit']);
  const everywhere = createRedisWindows(redis);
  const here = createLocalWindows();
  let restUntil = 0;
  let alone = false;
  metrics.gauge('limits_counted_locally', '1 while this instance counts its limits alone, without Redis', [], () => [
    { labels: {}, value: alone ? 1 : 0 },
  ]);

  const withFallback = async <T>(ask: (windows: Windows) => Promise<T>): Promise<T> => {
    if (performance.now() < restUntil) return ask(here);
    try {
      const answer = await answerInTime(ask(everywhere), redisTimeoutMs);
      alone = false;
      return answer;
    } catch (err) {
      alone = true;
      if (restUntil < performance.now() - 10 * redisRestMs)
        log.warn({ err }, 'limits are counted by this instance alone');
      restUntil = performance.now() + redisRestMs;
      return ask(here);
    }
  };

  return {
    async take(name, caller, requestId) {
      if (!settings.CHAT_RATE_LIMIT_ENABLED) return undefined;
      const rateLimit = settings[rateLimits[name].setting];
      const key = `${name}:${caller}`;
      const member = randomUUID();
      const place = await withFallback((windows) => windows.take(key, rateLimit, member));
      if (!place.free) {
        hit({ limit: name });
        log.info({ limit: name, caller, requestId }, 'rate limit reached');
      }
      const giveBack = () => {
        // Both, because it may have been taken from the one and the other is asked now.
        for (const windows of [everywhere, here]) windows.giveBack(key, member).catch(() => {});
      };
      return { name, ...rateLimit, ...place, giveBack };
    },
    async remaining(name, caller) {
      if (!settings.CHAT_RATE_LIMIT_ENABLED) return Number.POSITIVE_INFINITY;
      const rateLimit = settings[rateLimits[name].setting];
      return (await withFallback((windows) => windows.look(`${name}:${caller}`, rateLimit))).remaining;
    },
  };
}

export function rateLimited({ resetMs, limit, windowMs }: Taken): Failure<'RATE_LIMITED'> {
  const detail = `At most ${limit} in ${windowMs / 1000} seconds`;
  return fail('RATE_LIMITED', detail, { retryAfterMs: Math.max(1, Math.ceil(resetMs)) });
}
