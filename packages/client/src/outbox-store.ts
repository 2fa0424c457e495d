import type { OnFault } from './fault.ts';
import { OutboxEntry } from './outbox-rules.ts';
import type { KeyValueStorage } from './storage.ts';

/** For how long it is remembered which conversation a name became. */
const openedTtlMs = 7 * 24 * 3_600_000;

/** One person's outbox in the storage. A storage that fails is told of, and what is in memory is sent all the same. */
export interface OutboxStore {
  /** Undefined when the storage failed. */
  load(): Promise<OutboxEntry[] | undefined>;
  save(entry: OutboxEntry): Promise<boolean>;
  /** Whether what was loaded or saved outlives the page. */
  keeps(entry: OutboxEntry): boolean;
  remove(entry: OutboxEntry): Promise<void>;
  /** Which conversations the names of opened ones stand for. */
  opened(): Promise<Map<string, number>>;
  saveOpened(name: string, conversationId: number): Promise<void>;
}

const prefixOf = (sender: string) => `outbox/${sender}/`;
const openedPrefixOf = (sender: string) => `opened/${sender}/`;

export function isOutboxKey(key: string, sender: string): boolean {
  return key.startsWith(prefixOf(sender)) || key.startsWith(openedPrefixOf(sender));
}

export function createOutboxStore(storage: KeyValueStorage, sender: string, onFault: OnFault): OutboxStore {
  const prefix = prefixOf(sender);
  const openedPrefix = openedPrefixOf(sender);

  const orElse = async <Value>(name: string, work: Promise<Value>, otherwise: Value): Promise<Value> => {
    try {
      return await work;
    } catch (err) {
      onFault({ what: 'storage-failed', name, detail: String(Object(err).name) });
      return otherwise;
    }
  };

  return {
    async load() {
      const found = await orElse<[string, unknown][] | undefined>('list', storage.list(prefix), undefined);
      return found?.flatMap(([, value]) => {
        const entry = OutboxEntry.safeParse(value);
        if (!entry.success) onFault({ what: 'storage-failed', name: 'outbox entry', detail: 'does not fit' });
        return entry.success ? [entry.data] : [];
      });
    },
    save: (entry) =>
      orElse(
        'set',
        storage.set(prefix + entry.key, entry).then(() => true),
        false,
      ),
    keeps: ({ key }) => storage.keeps?.(prefix + key) ?? true,
    remove: ({ key }) => orElse('delete', storage.delete(prefix + key), undefined),
    async opened() {
      const found = await orElse<[string, unknown][]>('list', storage.list(openedPrefix), []);
      const ids = new Map<string, number>();
      for (const [key, value] of found) {
        const { id, at } = Object(value);
        if (typeof id === 'number' && Date.now() - Number(at) < openedTtlMs)
          ids.set(key.slice(openedPrefix.length), id);
        else await orElse('delete', storage.delete(key), undefined);
      }
      return ids;
    },
    saveOpened: (name, id) => orElse('set', storage.set(openedPrefix + name, { id, at: Date.now() }), undefined),
  };
}
