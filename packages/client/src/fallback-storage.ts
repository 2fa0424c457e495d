import { inTime } from './in-time.ts';
import { createObservable, type Observable } from './observable.ts';
import { type KeyValueStorage, memoryStorage } from './storage.ts';

export interface FallbackStorage extends KeyValueStorage {
  /** Whether what is written outlives the page, as far as is known. */
  isKept: Observable<boolean>;
}

export interface FallbackOptions {
  /** What is told of in `isKept`: all but what could be had again. */
  matters?: (key: string) => boolean;
  /** A storage that takes longer is not waited for. */
  limitMs?: number;
}

/**
 * What `kept` does not take stays in memory, and is written as soon as that works again: a full disk, a private window, a
 * frame of another site and a database that never answers cost no more than that. Writing that failed still rejects, so that
 * nobody takes it for kept.
 */
export function fallbackStorage(kept: KeyValueStorage, options: FallbackOptions = {}): FallbackStorage {
  const { matters = () => true, limitMs = 3_000 } = options;
  const isKept = createObservable(true);
  const listeners = new Set<(key: string) => void>();
  const memory = memoryStorage();
  /** What `memory` has; each writing is another one, so that only the newest is done with. */
  const unwritten = new Map<string, object>();
  const open = new AbortController().signal;
  let hasWorked = false;
  /** It has not answered in time: as long as it does not, nothing else would be answered. */
  let stuck: Promise<unknown> | undefined;

  const tried = async <Value>(key: string, work: () => Promise<Value>): Promise<Value> => {
    try {
      if (stuck) throw new DOMException('no answer', 'TimeoutError');
      const running = work();
      const value = await inTime(limitMs, running, open).catch((err: unknown) => {
        if (Object(err).name === 'TimeoutError') waitFor(running);
        throw err;
      });
      works();
      return value;
    } catch (err) {
      if (matters(key)) isKept.set(false);
      throw err;
    }
  };
  const waitFor = (running: Promise<unknown>) => {
    stuck = running;
    running.then(
      () => {
        stuck = undefined;
        works();
      },
      () => {
        stuck = undefined;
      },
    );
  };

  let isCatchingUp = false;
  /** It has just answered. */
  const works = async () => {
    hasWorked = true;
    if (isCatchingUp) return;
    isCatchingUp = true;
    try {
      for (const [key, writing] of [...unwritten]) {
        await inTime(limitMs, kept.set(key, await memory.get(key)), open);
        if (unwritten.get(key) !== writing) continue;
        await forget(key);
        for (const listener of [...listeners]) listener(key);
      }
      if (![...unwritten.keys()].some(matters)) isKept.set(true);
    } catch {
      // Still full, for one: it stays in memory, as it was.
    } finally {
      isCatchingUp = false;
    }
  };
  const forget = async (key: string) => {
    unwritten.delete(key);
    await memory.delete(key);
  };

  return {
    isKept,
    async get(key) {
      if (unwritten.has(key)) return memory.get(key);
      try {
        return await tried(key, () => kept.get(key));
      } catch (err) {
        // Where there never was a storage there is nothing that could be missing.
        if (hasWorked) throw err;
        return undefined;
      }
    },
    async set(key, value) {
      try {
        await tried(key, () => kept.set(key, value));
        await forget(key);
      } catch (err) {
        unwritten.set(key, {});
        await memory.set(key, value);
        throw err;
      }
    },
    async delete(key) {
      await forget(key);
      await tried(key, () => kept.delete(key));
    },
    async list(prefix) {
      const own = await memory.list(prefix);
      try {
        const found = new Map(await tried(prefix, () => kept.list(prefix)));
        for (const [key, value] of own) found.set(key, value);
        return [...found].sort(([one], [other]) => (one < other ? -1 : 1));
      } catch (err) {
        if (hasWorked) throw err;
        return own;
      }
    },
    watch(listener) {
      const stop = kept.watch?.(listener);
      listeners.add(listener);
      return () => {
        stop?.();
        listeners.delete(listener);
      };
    },
    keeps: (key) => !unwritten.has(key),
  };
}
