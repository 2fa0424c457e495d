import type { OnFault } from './fault.ts';
import type { ConversationRef } from './local-message.ts';
import { keyAfter, laneOf, type OutboxEntry } from './outbox-rules.ts';
import { createOutboxStore, type OutboxStore } from './outbox-store.ts';
import type { KeyValueStorage } from './storage.ts';

/** What waits to be sent by one person, in memory and in the storage, which other tabs change too. */
export interface OutboxEntries {
  all(): Iterable<OutboxEntry>;
  get(clientMessageId: string): OutboxEntry | undefined;
  /** Whether it is in the storage, and not in memory alone. */
  isKept(entry: OutboxEntry): boolean;
  /** One conversation's, in their order. */
  lane(conversation: ConversationRef): OutboxEntry[];
  /** A key behind all others. */
  nextKey(): string;
  /** There at once; resolves when it is in the storage. */
  put(entry: OutboxEntry): Promise<void>;
  /** Gone at once, and for good. */
  take(entry: OutboxEntry): Promise<void>;
  /** Another entry takes its place, under another id and the same key. */
  replace(entry: OutboxEntry, next: OutboxEntry): Promise<void>;
  /** Takes in what other tabs sent, changed and added. */
  reload(): Promise<void>;
  idOf(conversation: ConversationRef): number | undefined;
  /** The conversation of this name has its id. */
  saveOpened(name: string, conversationId: number): Promise<void>;
  reloadOpened(): Promise<void>;
  /** Whose these are from now on; resolves to false when that changed again meanwhile. */
  changePerson(sender: string | undefined): Promise<boolean>;
}

export function createOutboxEntries(storage: KeyValueStorage, onFault: OnFault, changed: () => void): OutboxEntries {
  const entries = new Map<string, OutboxEntry>();
  const saved = new Set<string>();
  /** What left for good, though a storage that fails may still hold it. */
  const gone = new Set<string>();
  let opened = new Map<string, number>();
  let store: OutboxStore | undefined;
  let person: string | undefined;
  let lastKey: string | undefined;
  let changes = 0;
  let writing = 0;

  /** What is under way to the storage: what is read in between is of the day before. */
  const write = async <Value>(work: Promise<Value> | undefined): Promise<Value | undefined> => {
    changes += 1;
    writing += 1;
    try {
      return await work;
    } finally {
      writing -= 1;
    }
  };

  const forget = ({ clientMessageId }: OutboxEntry) => {
    entries.delete(clientMessageId);
    saved.delete(clientMessageId);
    gone.add(clientMessageId);
  };

  const put = async (entry: OutboxEntry) => {
    entries.set(entry.clientMessageId, entry);
    changed();
    const isSaved = await write(store?.save(entry));
    if (!isSaved || saved.has(entry.clientMessageId) || !entries.has(entry.clientMessageId)) return;
    saved.add(entry.clientMessageId);
    changed();
  };

  const reload = async (): Promise<void> => {
    const [before, mine] = [changes, store];
    const loaded = await mine?.load();
    if (!mine || !loaded || mine !== store) return;
    if (changes !== before || writing > 0) return new Promise((resolve) => setTimeout(resolve, 5)).then(reload);
    const found = loaded.filter(({ clientMessageId }) => !gone.has(clientMessageId));
    const kept = new Set(found.map(({ clientMessageId }) => clientMessageId));
    for (const id of saved) {
      if (kept.has(id)) continue;
      saved.delete(id);
      entries.delete(id);
    }
    for (const entry of found) {
      entries.set(entry.clientMessageId, entry);
      if (mine.keeps(entry)) saved.add(entry.clientMessageId);
      if (lastKey === undefined || entry.key > lastKey) lastKey = entry.key;
    }
    changed();
  };

  const reloadOpened = async () => {
    const mine = store;
    const found = await mine?.opened();
    if (found && mine === store) opened = new Map([...found, ...opened]);
  };

  return {
    all: () => entries.values(),
    get: (clientMessageId) => entries.get(clientMessageId),
    isKept: ({ clientMessageId }) => saved.has(clientMessageId),
    lane: (conversation) => laneOf(entries.values(), conversation),
    nextKey() {
      lastKey = keyAfter(lastKey, Date.now());
      return lastKey;
    },
    put,
    async take(entry) {
      forget(entry);
      changed();
      await write(store?.remove(entry));
    },
    replace(entry, next) {
      if (entry.clientMessageId !== next.clientMessageId) forget(entry);
      return put(next);
    },
    reload,
    idOf: (conversation) => (typeof conversation === 'number' ? conversation : opened.get(conversation)),
    async saveOpened(name, conversationId) {
      opened.set(name, conversationId);
      await store?.saveOpened(name, conversationId);
    },
    reloadOpened,
    async changePerson(sender) {
      // What was written before anybody was known is of who comes first; everything else stays with its writer.
      if (person !== undefined) entries.clear();
      saved.clear();
      opened = new Map();
      person = sender;
      const mine = sender === undefined ? undefined : createOutboxStore(storage, sender, onFault);
      store = mine;
      changed();
      if (!mine) return true;
      await reloadOpened();
      if (mine === store) for (const entry of [...entries.values()]) await put(entry);
      if (mine === store) await reload();
      return mine === store;
    },
  };
}
