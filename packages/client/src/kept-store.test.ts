import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { fallbackStorage } from './fallback-storage.ts';
import { createKeptStore } from './kept-store.ts';
import { memoryStorage } from './storage.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A device that has something of a person, and whose storage answers only from when it is told to. */
async function slowDevice() {
  const inner = memoryStorage();
  await inner.set('kept/user:7/list', 'of last time');
  let opens = () => {};
  const opened = new Promise<void>((done) => {
    opens = done;
  });
  const storage = fallbackStorage({
    get: (key) => opened.then(() => inner.get(key)),
    set: (key, value) => opened.then(() => inner.set(key, value)),
    delete: (key) => opened.then(() => inner.delete(key)),
    list: (prefix) => opened.then(() => inner.list(prefix)),
  });
  const store = () => createKeptStore(storage, 'user:7', () => {}, new AbortController().signal);
  return { inner, store, opens };
}

test('what was kept of who signed out goes as soon as the storage answers', async () => {
  const { inner, store, opens } = await slowDevice();
  const kept = store();
  kept.write('conversation/1', 'written while it hung');
  const gone = kept.forgetAll();
  await vi.advanceTimersByTimeAsync(10_000);
  await gone;
  opens();
  await vi.advanceTimersByTimeAsync(100);
  expect(await inner.list('')).toEqual([]);
});

test('what is kept of who signed in again meanwhile stays', async () => {
  const { inner, store, opens } = await slowDevice();
  store().forgetAll();
  await vi.advanceTimersByTimeAsync(10_000);
  const again = store();
  await again.write('conversation/2', 'of this time');
  opens();
  await vi.advanceTimersByTimeAsync(100);
  expect(await inner.list('')).toEqual([['kept/user:7/conversation/2', 'of this time']]);
  expect(await again.read('conversation/2', z.string())).toBe('of this time');
});
