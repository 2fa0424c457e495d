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

/**
 * Keys of entries and names of conversations have no slash: all before the last one is the prefix. Without this `acme` would
 * have what `acme/bob` wrote, whatever the host application calls its people.
 */
const isUnder = (prefix: string, key: string) => key.startsWith(prefix) && !key.includes('/', prefix.length);

export function isOutboxKey(key: string, sender: string): boolean {
  return isUnder(prefixOf(sender), key) || isUnder(openedPrefixOf(sender), key);
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

  const listUnder = async (under: string) => {
    const found = await orElse<[string, unknown][] | undefined>('list', storage.list(under), undefined);
    return found?.filter(([key]) => isUnder(under, key));
  };

  return {
    async load() {
      const found = await listUnder(prefix);
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
      const ids = new Map<string, number>();
      for (const [key, value] of (await listUnder(openedPrefix)) ?? []) {
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
