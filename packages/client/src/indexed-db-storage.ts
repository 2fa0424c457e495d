import type { KeyValueStorage } from './storage.ts';

const storeName = 'entries';

/** Keeps entries in the browser's IndexedDB, in a database of this name, shared by all tabs of the origin. */
export function indexedDbStorage(name: string): KeyValueStorage {
  let opening: Promise<IDBDatabase> | undefined;

  const open = () => {
    opening ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => void request.result.createObjectStore(storeName);
      request.onsuccess = () => {
        // A browser may close it, for example when the person clears the site's data: the next use opens it again.
        request.result.onclose = () => {
          opening = undefined;
        };
        // A later version in another tab needs it to itself for a moment.
        request.result.onversionchange = () => {
          request.result.close();
          opening = undefined;
        };
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    });
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  };

  /** A transaction takes requests only until the work that began it is done. */
  const begin = async <Value>(mode: IDBTransactionMode, work: (transaction: IDBTransaction) => Promise<Value>) => {
    const database = await open();
    let transaction: IDBTransaction;
    try {
      transaction = database.transaction(storeName, mode);
    } catch {
      // It was closed, and nobody has said so yet.
      opening = undefined;
      transaction = (await open()).transaction(storeName, mode);
    }
    return work(transaction);
  };

  const run = <Value>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<Value>) =>
    begin(
      mode,
      (transaction) =>
        new Promise<Value>((resolve, reject) => {
          const request = work(transaction.objectStore(storeName));
          // Not when the answer to the request has come: by then the page may be gone, and what was written with it.
          if (mode === 'readwrite') transaction.commit?.();
          // Only then is it on the disk's way; the request alone says less.
          transaction.oncomplete = () => resolve(request.result);
          transaction.onabort = () => reject(transaction.error);
          transaction.onerror = () => reject(transaction.error);
        }),
    );

  /** Reaches all other tabs, and not this one. */
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(`livechat/${name}`);

  return {
    get: (key) => run('readonly', (store) => store.get(key)),
    async set(key, value) {
      await run('readwrite', (store) => store.put(value, key));
      channel?.postMessage(key);
    },
    async delete(key) {
      await run('readwrite', (store) => store.delete(key));
      channel?.postMessage(key);
    },
    watch(listener) {
      const hear = ({ data }: MessageEvent) => listener(String(data));
      channel?.addEventListener('message', hear);
      return () => channel?.removeEventListener('message', hear);
    },
    async list(prefix) {
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      // In one round the two requests see the same state.
      return begin(
        'readonly',
        (transaction) =>
          new Promise((resolve, reject) => {
            const store = transaction.objectStore(storeName);
            const keys = store.getAllKeys(range);
            const values = store.getAll(range);
            transaction.oncomplete = () =>
              resolve(keys.result.map((key, index) => [String(key), values.result[index]]));
            transaction.onabort = () => reject(transaction.error);
            transaction.onerror = () => reject(transaction.error);
          }),
      );
    },
  };
}
