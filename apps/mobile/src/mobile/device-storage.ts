import { type KeyValueStorage, memoryStorage } from '@livechat/client/storage';

// In a frame of another site many browsers let nothing be kept: then it holds until the page is left.

/** The browser's own storage of small texts. */
export const deviceStorage: Storage = ownStorage() ?? inMemory();

/** What `kept` keeps, as long as it can be used at all. */
export function asLongAsMayBe(kept: KeyValueStorage): KeyValueStorage {
  const memory = memoryStorage();
  const chosen = kept.list('nothing').then(
    () => kept,
    () => memory,
  );
  return {
    get: async (key) => (await chosen).get(key),
    set: async (key, value) => (await chosen).set(key, value),
    delete: async (key) => (await chosen).delete(key),
    list: async (prefix) => (await chosen).list(prefix),
    // What is kept in memory is changed by no other tab.
    watch: (listener) => kept.watch?.(listener) ?? (() => {}),
  };
}

function ownStorage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

function inMemory(): Storage {
  const entries = new Map<string, string>();
  return {
    get length() {
      return entries.size;
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
    clear: () => entries.clear(),
  };
}
