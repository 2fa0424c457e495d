import type { Logger } from '@livechat/service/logger';
import { Redis } from 'ioredis';

const commandTimeoutMs = 100;
const maxRetryDelayMs = 1_000;

/**
 * Two connections, as the Socket.IO adapter wants them. With Redis away the one that publishes fails at once instead
 * of making anybody wait; the one that listens subscribes again when Redis is back.
 */
export function connectRedis(url: string, log: Logger) {
  const options = {
    connectTimeout: 2_000,
    maxRetriesPerRequest: 1,
    retryStrategy: (attempt: number) => Math.min(attempt * 100, maxRetryDelayMs),
  };
  const publisher = new Redis(url, { ...options, commandTimeout: commandTimeoutMs, enableOfflineQueue: false });
  const subscriber = new Redis(url, { ...options, maxRetriesPerRequest: null });
  let wasUp = true;
  for (const client of [publisher, subscriber]) {
    client.on('error', (err: Error) => {
      if (wasUp) log.warn({ err }, 'Redis is away');
      wasUp = false;
    });
  }
  publisher.on('ready', () => {
    if (!wasUp) log.info({}, 'Redis is back');
    wasUp = true;
  });
  return {
    publisher,
    subscriber,
    isUp: async () => (await publisher.ping()) === 'PONG',
    close() {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
