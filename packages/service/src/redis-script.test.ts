import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { redisScript } from './redis-script.ts';

/** What a Redis is asked, which knows the scripts that it was sent. */
function fakeRedis() {
  const known = new Set<string>();
  const asked: string[] = [];
  const redis = {
    async evalsha(hash: string, ...given: unknown[]) {
      asked.push('evalsha');
      if (!known.has(hash)) throw new Error('NOSCRIPT No matching script. Please use EVAL.');
      if (given.includes('wrong')) throw new Error('WRONGTYPE');
      return given;
    },
    async eval(text: string, ...given: unknown[]) {
      asked.push('eval');
      known.add(createHash('sha1').update(text).digest('hex'));
      return given;
    },
  } as unknown as Redis;
  return { redis, asked, flush: () => known.clear() };
}

test('the text of a script is sent when Redis does not have it, and no other time', async () => {
  const { redis, asked, flush } = fakeRedis();
  const run = redisScript(redis, 'return 1');
  expect(await run(['a'], [1])).toEqual([1, 'a', 1]);
  expect(await run(['b'], [2])).toEqual([1, 'b', 2]);
  expect(asked).toEqual(['evalsha', 'eval', 'evalsha']);
  flush();
  expect(await run(['c'], [3])).toEqual([1, 'c', 3]);
});

test('any other error is the caller’s', async () => {
  const { redis } = fakeRedis();
  const run = redisScript(redis, 'return 1');
  await run([], []);
  await expect(run([], ['wrong'])).rejects.toThrow('WRONGTYPE');
});
