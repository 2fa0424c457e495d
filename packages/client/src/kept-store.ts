import type { z } from 'zod';
import { misfits, type OnFault } from './fault.ts';
import { inTime } from './in-time.ts';
import { isOfOtherVersion } from './kept-values.ts';
import type { KeyValueStorage } from './storage.ts';

/** A storage that takes longer is not waited for. */
export const storageLimitMs = 1_000;
const maxConversations = 50;

/**
 * What is kept for one person. Several tabs write here and none asks the others: the last write stays, even if it is the
 * older one. That does no harm, because what is kept is only where a client begins: it reads on from there and compares
 * all of it with the store.
 */
export interface KeptStore {
  /** Undefined when nothing is kept, when it does not fit, and when the storage fails or does not answer. */
  read<Schema extends z.ZodType>(name: string, schema: Schema): Promise<z.output<Schema> | undefined>;
  write(name: string, value: unknown): Promise<void>;
  removeConversation(conversationId: number): Promise<void>;
  /** The conversation was opened: of those that are kept it goes last. */
  noteOpened(conversationId: number): Promise<void>;
  /** Removes the conversations that were not opened for longest, when there are too many. */
  prune(): Promise<void>;
  /** Removes everything, also what is just being written. */
  forgetAll(): Promise<void>;
}

export const conversationName = (conversationId: number) => `conversation/${conversationId}`;
export const listName = 'list';
/** Apart from the conversations, so that it can be looked through without reading them. */
const openedPrefix = 'opened/';

export function createKeptStore(
  storage: KeyValueStorage,
  sender: string,
  onFault: OnFault,
  closing: AbortSignal,
): KeptStore {
  // No person's keys begin as another's do, whatever the host application calls its people.
  const prefix = `kept/${sender.replaceAll('%', '%25').replaceAll('/', '%2F')}/`;
  const writing = new Set<Promise<unknown>>();

  const toldOf = async <Value>(name: string, work: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      return await work();
    } catch (err) {
      onFault({ what: 'storage-failed', name, detail: String(Object(err).name) });
      return undefined;
    }
  };
  const tried = <Value>(name: string, work: () => Promise<Value>) =>
    toldOf(name, () => inTime(storageLimitMs, work(), closing));
  const write = async (name: string, value: unknown) => {
    await tried('set', () => {
      const written = storage.set(prefix + name, value);
      writing.add(written);
      const done = () => void writing.delete(written);
      written.then(done, done);
      return written;
    });
  };
  const remove = async (name: string) => {
    await tried('delete', () => storage.delete(prefix + name));
  };
  const removeConversation = async (conversationId: number) => {
    await remove(conversationName(conversationId));
    // Last, so that nothing is kept of which this does not tell.
    await remove(openedPrefix + conversationId);
  };
  /** However long it takes: nobody waits for it, and it has to be done. */
  const removeAll = async () => {
    if (storage.deleteAll) return void (await toldOf('delete', async () => storage.deleteAll?.(prefix)));
    const found = await toldOf('list', () => storage.list(prefix));
    await Promise.all((found ?? []).map(([key]) => toldOf('delete', () => storage.delete(key))));
  };

  return {
    async read(name, schema) {
      const value = await tried('get', () => storage.get(prefix + name));
      if (value === undefined) return undefined;
      const read = schema.safeParse(value);
      if (read.success) return read.data;
      if (!isOfOtherVersion(value)) {
        onFault({ what: 'storage-failed', name: 'kept value', detail: misfits(read.error.issues) });
      }
      await remove(name);
      return undefined;
    },
    write,
    removeConversation,
    noteOpened: (id) => write(openedPrefix + id, Date.now()),
    async prune() {
      const found = await tried('list', () => storage.list(prefix + openedPrefix));
      const ids = (found ?? [])
        .sort(([, one], [, other]) => (Number(other) || 0) - (Number(one) || 0))
        .map(([key]) => Number(key.slice(prefix.length + openedPrefix.length)));
      for (const id of ids.slice(maxConversations)) await removeConversation(id);
    },
    async forgetAll() {
      const underWay = [...writing];
      await removeAll();
      if (underWay.length === 0) return;
      // It may have been written after what there is was listed.
      await Promise.allSettled(underWay);
      await removeAll();
    },
  };
}
