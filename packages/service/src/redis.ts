import type { Log } from '@livechat/bus/log';
import { Redis } from 'ioredis';

/** Nobody waits so long (see `answerInTime`); it only lets go of what will never be answered. */
const commandTimeoutMs = 2_000;
const maxRetryDelayMs = 1_000;

/** A connection that fails at once when Redis is away, rather than make anybody wait; it comes back by itself. */
export function connectRedis(url: string, log: Log): Redis {
  const redis = new Redis(url, {
    connectTimeout: 2_000,
    commandTimeout: commandTimeoutMs,
    enableOfflineQueue: false,
    // What was under way when the connection broke is answered with an error, and not sent once more by the client.
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt: number) => Math.min(attempt * 100, maxRetryDelayMs),
  });
  let up = true;
  redis.on('error', (err: Error) => {
    if (up) log.warn({ err }, 'Redis is away');
    up = false;
  });
  redis.on('ready', () => {
    if (!up) log.info({}, 'Redis is back');
    up = true;
  });
  return redis;
}

export const redisAnswers = async (redis: Redis): Promise<boolean> => (await redis.ping()) === 'PONG';
