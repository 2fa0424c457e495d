import { type RateLimitName, rateLimits } from '../rate-limits.ts';

/** A limit in words, as in “At most 30 in any 60 s, unless `CHAT_RATE_LIMIT_MESSAGES` says otherwise.” */
export function describeLimit(name: RateLimitName): string {
  const { limit, windowMs, setting } = rateLimits[name];
  const window = windowMs > 60_000 ? `${windowMs / 60_000} minutes` : `${windowMs / 1000} seconds`;
  return `At most ${limit} in any ${window}, unless \`${setting}\` says otherwise.`;
}
