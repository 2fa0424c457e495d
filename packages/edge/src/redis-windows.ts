import { gather } from '@livechat/bus/gather';
import type { RateLimit } from '@livechat/contracts/rate-limits';
import { redisScript } from '@livechat/service/redis-script';
import type { Redis } from 'ioredis';
import type { Place, Windows } from './rate-limit.ts';

/**
 * A sliding window exactly: a sorted set with one member for each place taken, by the time of Redis. One round trip.
 * Ours, because rate-limiter-flexible counts fixed windows in Redis, at whose edge twice the limit gets through.
 */
const takeScript = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local places = {}
  for index, key in ipairs(KEYS) do
    local limit, window, member = tonumber(ARGV[3 * index - 2]), tonumber(ARGV[3 * index - 1]), ARGV[3 * index]
    redis.call('ZREMRANGEBYSCORE', key, '-inf', now - window)
    local count = redis.call('ZCARD', key)
    local free = count < limit and 1 or 0
    if free == 1 and member ~= '' then
      redis.call('ZADD', key, now, member)
      redis.call('PEXPIRE', key, window)
      count = count + 1
    end
    local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
    local reset = first[2] and (first[2] + window - now) or 0
    places[3 * index - 2], places[3 * index - 1], places[3 * index] = free, math.max(0, limit - count), reset
  end
  return places
`;

const prefix = 'livechat:limit:';
/** Redis does nothing else meanwhile. */
const maxTogether = 100;
/** So that what one hangs in does not hold up the others. */
const atOnce = 4;

interface Asked extends RateLimit {
  key: string;
  /** Empty to look only. */
  member: string;
}

export function createRedisWindows(redis: Redis): Windows {
  const takeAll = redisScript(redis, takeScript);
  /** What one turn of the event loop brought goes in one round trip: a command of its own costs more than the script. */
  const ask = gather(
    async (asked: Asked[]): Promise<Place[]> => {
      const keys = asked.map(({ key }) => prefix + key);
      const values = asked.flatMap(({ limit, windowMs, member }) => [limit, windowMs, member]);
      const found = (await takeAll(keys, values)) as number[];
      return asked.map((_, index) => ({
        free: found[3 * index] === 1,
        remaining: found[3 * index + 1] ?? 0,
        resetMs: found[3 * index + 2] ?? 0,
      }));
    },
    { maxTogether, atOnce },
  );
  return {
    take: (key, { limit, windowMs }, member) => ask({ key, limit, windowMs, member }),
    look: (key, { limit, windowMs }) => ask({ key, limit, windowMs, member: '' }),
    async giveBack(key, member) {
      await redis.zrem(prefix + key, member);
    },
  };
}
