import type { Redis } from 'ioredis';
import type { Place, Windows } from './rate-limit.ts';

/**
 * A sliding window exactly: a sorted set with one member for each place taken, by the time of Redis. One round trip.
 * Ours, because rate-limiter-flexible counts fixed windows in Redis, at whose edge twice the limit gets through.
 */
const takeScript = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
  local count = redis.call('ZCARD', KEYS[1])
  local free = count < limit and 1 or 0
  if free == 1 and ARGV[3] ~= '' then
    redis.call('ZADD', KEYS[1], now, ARGV[3])
    redis.call('PEXPIRE', KEYS[1], window)
    count = count + 1
  end
  local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  local reset = first[2] and (first[2] + window - now) or 0
  return { free, math.max(0, limit - count), reset }
`;

const prefix = 'livechat:limit:';

export function createRedisWindows(redis: Redis): Windows {
  const run = async (key: string, limit: number, windowMs: number, member: string): Promise<Place> => {
    const [free, remaining, resetMs] = (await redis.eval(takeScript, 1, prefix + key, limit, windowMs, member)) as [
      number,
      number,
      number,
    ];
    return { free: free === 1, remaining, resetMs };
  };
  return {
    take: (key, { limit, windowMs }, member) => run(key, limit, windowMs, member),
    look: (key, { limit, windowMs }) => run(key, limit, windowMs, ''),
    async giveBack(key, member) {
      await redis.zrem(prefix + key, member);
    },
  };
}
