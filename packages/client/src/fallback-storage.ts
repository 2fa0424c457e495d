import { inTime } from './in-time.ts';
import { createObservable, type Observable } from './observable.ts';
import type { KeyValueStorage } from './storage.ts';

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

/** What is to be written: a value, or that there is none any more. */
type Change = { value: unknown } | { gone: true };

/**
 * What `kept` does not take stays in memory, and is written as soon as that works again: a full disk, a private window, a
 * frame of another site and a database that never answers cost no more than that. Writing that failed still rejects, so that
 * nobody takes it for kept. `watch` also hears of what could not be read, as soon as it can.
 */
export function fallbackStorage(kept: KeyValueStorage, options: FallbackOptions = {}): FallbackStorage {
  const { matters = () => true, limitMs = 3_000 } = options;
  const isKept = createObservable(true);
  const listeners = new Set<(key: string) => void>();
  const unwritten = new Map<string, Change>();
  /** All under these is to go, and what there is could not be listed yet. */
  const uncleared = new Set<string>();
  /** Asked for in vain: who asked may have gone on as if there were nothing. */
  const unread = { keys: new Set<string>(), prefixes: new Set<string>() };
  /** Not answered in time: as long as these are not, nothing else would be, and a write may still come true. */
  const late = new Set<Promise<unknown>>();
  const turns = new Map<string, Promise<unknown>>();
  const open = new AbortController().signal;
  let hasWorked = false;

  /** What is written to one key is written in the order in which it was asked for, and so is what is caught up with. */
  const inTurn = (key: string, work: () => Promise<void>): Promise<void> => {
    const before = turns.get(key);
    const done = before ? before.then(work, work) : work();
    turns.set(key, done);
    const end = () => {
      if (turns.get(key) === done) turns.delete(key);
    };
    done.then(end, end);
    return done;
  };

  const answerTo = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (late.size > 0) throw new DOMException('no answer', 'TimeoutError');
    const running = work();
    try {
      return await inTime(limitMs, running, open);
    } catch (err) {
      if (Object(err).name === 'TimeoutError') waitFor(running);
      throw err;
    }
  };
  const waitFor = (running: Promise<unknown>) => {
    late.add(running);
    running.then(
      () => {
        late.delete(running);
        works();
      },
      () => void late.delete(running),
    );
  };

  const tell = (key: string) => {
    for (const listener of [...listeners]) listener(key);
  };
  const put = (key: string, change: Change) => ('gone' in change ? kept.delete(key) : kept.set(key, change.value));
  const failed = (key: string) => {
    if (matters(key)) isKept.set(false);
  };

  let isCatchingUp = false;
  /** It has just answered. */
  const works = async () => {
    hasWorked = true;
    if (late.size > 0) return;
    tellUnread();
    if (isCatchingUp) return;
    isCatchingUp = true;
    try {
      for (const prefix of uncleared) await clear(prefix);
      for (const key of unwritten.keys()) await inTurn(key, () => catchUp(key));
      if (![...unwritten.keys()].some(matters)) isKept.set(true);
    } catch {
      // Still full, for one: it stays in memory, as it was.
    } finally {
      isCatchingUp = false;
    }
  };
  const catchUp = async (key: string) => {
    const change = unwritten.get(key);
    // Written over while this waited for its turn.
    if (!change) return;
    await answerTo(() => put(key, change));
    unwritten.delete(key);
    tell(key);
  };
  const tellUnread = async () => {
    const [keys, prefixes] = [[...unread.keys], [...unread.prefixes]];
    unread.keys.clear();
    unread.prefixes.clear();
    for (const key of keys) tell(key);
    for (const prefix of prefixes) {
      const found = await answerTo(() => kept.list(prefix)).catch(() => void unread.prefixes.add(prefix));
      for (const [key] of found ?? []) tell(key);
    }
  };

  const write = (key: string, change: Change) =>
    inTurn(key, async () => {
      try {
        await answerTo(() => put(key, change));
        unwritten.delete(key);
      } catch (err) {
        unwritten.set(key, structuredClone(change));
        failed(key);
        throw err;
      }
      works();
    });
  /** What was written since stays: that is not what was to go. */
  const clear = async (prefix: string) => {
    const found = await answerTo(() => kept.list(prefix));
    uncleared.delete(prefix);
    const gone = found.filter(([key]) => !unwritten.has(key));
    await Promise.all(gone.map(([key]) => write(key, { gone: true })));
  };
  /** `otherwise` where there never was a storage: then there is nothing that could be missing. */
  const read = async <Value>(name: string, asked: Set<string>, work: () => Promise<Value>, otherwise: Value) => {
    try {
      const value = await answerTo(work);
      works();
      return value;
    } catch (err) {
      asked.add(name);
      failed(name);
      if (hasWorked) throw err;
      return otherwise;
    }
  };

  return {
    isKept,
    async get(key) {
      const change = unwritten.get(key);
      if (change) return 'gone' in change ? undefined : structuredClone(change.value);
      return read(key, unread.keys, () => kept.get(key), undefined);
    },
    set: (key, value) => write(key, { value }),
    delete: (key) => write(key, { gone: true }),
    async deleteAll(prefix) {
      for (const key of unwritten.keys()) if (key.startsWith(prefix)) unwritten.set(key, { gone: true });
      uncleared.add(prefix);
      await clear(prefix);
      works();
    },
    async list(prefix) {
      const mine = new Map([...unwritten].filter(([key]) => key.startsWith(prefix)));
      const found = new Map(await read(prefix, unread.prefixes, () => kept.list(prefix), []));
      for (const [key, change] of mine) {
        if ('gone' in change) found.delete(key);
        else found.set(key, structuredClone(change.value));
      }
      return [...found].sort(([one], [other]) => (one < other ? -1 : 1));
    },
    watch(listener) {
      const stop = kept.watch?.((key) => {
        // Another tab wrote it since, as with the next sign-in: that is not taken away for what was before.
        const change = unwritten.get(key);
        if (change && 'gone' in change) unwritten.delete(key);
        listener(key);
      });
      listeners.add(listener);
      return () => {
        stop?.();
        listeners.delete(listener);
      };
    },
    keeps: (key) => !unwritten.has(key),
  };
}
