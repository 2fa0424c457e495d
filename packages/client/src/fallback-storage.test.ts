import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fallbackStorage } from './fallback-storage.ts';
import { type KeyValueStorage, memoryStorage } from './storage.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A storage that can be broken: it refuses, or does not answer at all. */
function breakable() {
  const inner = memoryStorage();
  const waiting: (() => void)[] = [];
  const state = { how: 'works' as 'works' | 'refuses' | 'hangs' };
  const through =
    <Parts extends unknown[], Value>(work: (...parts: Parts) => Promise<Value>) =>
    async (...parts: Parts) => {
      if (state.how === 'refuses') throw new DOMException('full', 'QuotaExceededError');
      if (state.how === 'hangs') await new Promise<void>((done) => waiting.push(done));
      return work(...parts);
    };
  const kept: KeyValueStorage = {
    get: through(inner.get),
    set: through(inner.set),
    delete: through(inner.delete),
    list: through(inner.list),
  };
  const letGo = () => {
    state.how = 'works';
    for (const done of waiting.splice(0)) done();
  };
  return { kept, inner, state, letGo };
}

const keep = async (storage: KeyValueStorage, key: string, value: unknown) => {
  const written = storage.set(key, value).then(
    () => true,
    () => false,
  );
  await vi.advanceTimersByTimeAsync(5_000);
  return written;
};

test('what cannot be written is said not to be, is there all the same, and is written when that works again', async () => {
  const { kept, inner, state, letGo } = breakable();
  const storage = fallbackStorage(kept);
  expect(await keep(storage, 'a', 1)).toBe(true);
  state.how = 'refuses';
  expect(await keep(storage, 'b', 2)).toBe(false);
  expect(await keep(storage, 'a', 3)).toBe(false);
  expect([storage.isKept.getSnapshot(), storage.keeps?.('b')]).toEqual([false, false]);
  expect([await storage.get('a'), await storage.get('b')]).toEqual([3, 2]);
  const heard: string[] = [];
  storage.watch?.((key) => void heard.push(key));
  letGo();
  expect(await storage.list('')).toEqual([
    ['a', 3],
    ['b', 2],
  ]);
  await vi.advanceTimersByTimeAsync(0);
  expect(await inner.list('')).toEqual([
    ['a', 3],
    ['b', 2],
  ]);
  expect([storage.isKept.getSnapshot(), storage.keeps?.('b')]).toEqual([true, true]);
  // To whom it matters that it is kept by now.
  expect(heard.toSorted()).toEqual(['a', 'b']);
});

test('what was taken away while it could not be written is not written later', async () => {
  const { kept, inner, state, letGo } = breakable();
  const storage = fallbackStorage(kept);
  state.how = 'refuses';
  await keep(storage, 'a', 1);
  await storage.delete('a').catch(() => undefined);
  letGo();
  expect(await storage.list('')).toEqual([]);
  await vi.advanceTimersByTimeAsync(0);
  expect(await inner.list('')).toEqual([]);
});

test('a storage that never answers is waited for once, and used again when it does', async () => {
  const { kept, inner, state, letGo } = breakable();
  const storage = fallbackStorage(kept, { limitMs: 3_000 });
  state.how = 'hangs';
  const first = storage.set('a', 1).catch((err: Error) => err.name);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await first).toBe('TimeoutError');
  // At once.
  expect(await storage.set('b', 2).catch((err: Error) => err.name)).toBe('TimeoutError');
  expect([await storage.get('b'), await storage.list('')]).toEqual([
    2,
    [
      ['a', 1],
      ['b', 2],
    ],
  ]);
  letGo();
  await vi.advanceTimersByTimeAsync(0);
  expect(await inner.list('')).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  expect(storage.isKept.getSnapshot()).toBe(true);
});

test('what was read before is not said to be gone because it cannot be read now', async () => {
  const { kept, state } = breakable();
  const storage = fallbackStorage(kept);
  await keep(storage, 'a', 1);
  state.how = 'refuses';
  await expect(storage.list('')).rejects.toThrow('full');
  await expect(storage.get('a')).rejects.toThrow('full');
});

test('of what could be had again nobody is told', async () => {
  const { kept, state } = breakable();
  const storage = fallbackStorage(kept, { matters: (key) => !key.startsWith('kept/') });
  state.how = 'refuses';
  expect(await keep(storage, 'kept/list', 1)).toBe(false);
  expect(storage.isKept.getSnapshot()).toBe(true);
  expect(await keep(storage, 'outbox/1', 1)).toBe(false);
  expect(storage.isKept.getSnapshot()).toBe(false);
});

test('what is written after a write that failed stays, and the older is not put over it', async () => {
  const { kept, inner, state, letGo } = breakable();
  const storage = fallbackStorage(kept);
  state.how = 'refuses';
  await keep(storage, 'session', 'old');
  letGo();
  expect(await keep(storage, 'session', 'new')).toBe(true);
  expect([await inner.get('session'), await storage.get('session')]).toEqual(['new', 'new']);
});

/** What `work` does while the first of two entries is caught up with. */
async function whileCatchingUp(work: (storage: KeyValueStorage) => Promise<void>) {
  const { kept, inner, state, letGo } = breakable();
  const storage = fallbackStorage(kept, { limitMs: 3_000 });
  state.how = 'refuses';
  await keep(storage, 'a', 1);
  await keep(storage, 'b', 1);
  letGo();
  const { set } = kept;
  kept.set = async (key, value) => {
    await new Promise((written) => setTimeout(written, 100));
    await set(key, value);
  };
  await storage.get('c');
  const done = work(storage);
  await vi.advanceTimersByTimeAsync(5_000);
  await done;
  return { entries: await inner.list(''), kept: storage.keeps?.('b') };
}

test('what is written or taken away while the rest is caught up with is what counts', async () => {
  const set = await whileCatchingUp((storage) => storage.set('b', 2));
  expect(set).toEqual({
    entries: [
      ['a', 1],
      ['b', 2],
    ],
    kept: true,
  });
  const taken = await whileCatchingUp((storage) => storage.delete('b'));
  expect(taken).toEqual({ entries: [['a', 1]], kept: true });
  const same = await whileCatchingUp((storage) => storage.set('a', 2));
  expect(same.entries).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
});

test('what could not be taken away is not there, and is taken away when that works again', async () => {
  const { kept, inner, state, letGo } = breakable();
  const storage = fallbackStorage(kept, { limitMs: 3_000 });
  expect(await keep(storage, 'session', 'signed in')).toBe(true);
  state.how = 'hangs';
  expect(await keep(storage, 'outbox/1', 'stuck')).toBe(false);
  for (const key of ['outbox/1', 'session']) await storage.delete(key).catch(() => undefined);
  expect(await storage.get('session')).toBe(undefined);
  // The write that hung comes true now.
  letGo();
  await vi.advanceTimersByTimeAsync(0);
  expect(await inner.list('')).toEqual([]);
  expect([await storage.list(''), storage.isKept.getSnapshot()]).toEqual([[], true]);
});

test('what another tab wrote since is not taken away late', async () => {
  const { kept, inner, state, letGo } = breakable();
  let hear = (_key: string) => {};
  const storage = fallbackStorage({
    ...kept,
    watch(listener) {
      hear = listener;
      return () => {};
    },
  });
  storage.watch?.(() => {});
  state.how = 'refuses';
  await storage.delete('session').catch(() => undefined);
  await inner.set('session', 'of the other tab');
  hear('session');
  letGo();
  expect(await storage.get('session')).toBe('of the other tab');
  await vi.advanceTimersByTimeAsync(0);
  expect(await inner.get('session')).toBe('of the other tab');
});

test('a storage that answers late tells of what was asked for in vain, and keeps what came meanwhile', async () => {
  const { kept, inner, state, letGo } = breakable();
  await inner.set('session', 'kept');
  await inner.set('outbox/1', 'unsent');
  const storage = fallbackStorage(kept, { limitMs: 3_000 });
  const heard: string[] = [];
  storage.watch?.((key) => void heard.push(key));
  state.how = 'hangs';
  const [session, outbox] = [storage.get('session'), storage.list('outbox/')];
  await vi.advanceTimersByTimeAsync(3_000);
  expect([await session, await outbox]).toEqual([undefined, []]);
  await storage.set('draft', 1).catch(() => undefined);
  letGo();
  await vi.advanceTimersByTimeAsync(0);
  expect(heard.toSorted()).toEqual(['draft', 'outbox/1', 'session']);
  expect(await storage.get('session')).toBe('kept');
  expect(await inner.get('draft')).toBe(1);
});
