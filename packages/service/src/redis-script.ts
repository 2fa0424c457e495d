import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** Runs a script of Redis, with its keys and values. */
export type RunScript = (keys: readonly string[], values: readonly (string | number)[]) => Promise<unknown>;

/**
 * A script that Redis knows by its hash: its text is sent only when Redis does not have it, after a restart or a flush, and
 * not with each call. `defineCommand` of the client does the same under a name that no type knows.
 */
export function redisScript(redis: Redis, text: string): RunScript {
  const hash = createHash('sha1').update(text).digest('hex');
  return async (keys, values) => {
    try {
      return await redis.evalsha(hash, keys.length, ...keys, ...values);
    } catch (err) {
      if (!(err instanceof Error && err.message.startsWith('NOSCRIPT'))) throw err;
      return redis.eval(text, keys.length, ...keys, ...values);
    }
  };
}
