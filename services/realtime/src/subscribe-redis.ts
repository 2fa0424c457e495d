import { Redis } from 'ioredis';

/** The connection on which the Socket.IO adapter listens: it waits for Redis and then subscribes again. */
export function subscribeRedis(url: string): Redis {
  const subscriber = new Redis(url, {
    connectTimeout: 2_000,
    maxRetriesPerRequest: null,
    retryStrategy: (attempt: number) => Math.min(attempt * 100, 1_000),
  });
  // Said once already, by the connection beside it.
  subscriber.on('error', () => {});
  return subscriber;
}
