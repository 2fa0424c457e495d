import type { Conversation, UserConversation } from '@livechat/contracts/chat/conversation';
import type { z } from 'zod';
import type { OnFault } from './fault.ts';
import { inTime } from './in-time.ts';
import { conversationName, createKeptStore, type KeptStore, listName, storageLimitMs } from './kept-store.ts';
import { KeptConversation, KeptList, keptConversationOf, keptListOf } from './kept-values.ts';
import type { MessageWindow } from './message-window.ts';
import { type Session, unknownSender } from './session.ts';
import type { KeyValueStorage } from './storage.ts';

/** Where one thing is kept that was loaded, for the person who is signed in when it is read. */
export interface KeptPlace<Read, Held extends readonly unknown[]> {
  /** What is kept there, as soon as it is known who asks. */
  read(): Promise<Read | undefined>;
  /** Is written soon; of several only the last. */
  keep(...held: Held): void;
  /** The person who has read it is gone: it is not for who comes next to see. Returns how to stop it. */
  onGone(listener: () => void): () => void;
}

export interface KeptConversationPlace extends KeptPlace<KeptConversation, [Conversation, MessageWindow]> {
  /** There is no such conversation for this person. */
  forget(): void;
}
export type KeptListPlace = KeptPlace<KeptList, [readonly UserConversation[]]>;

/** What was loaded stays on the device for as long as its person is signed in there. */
export interface KeptLoaded {
  conversation(conversationId: number): KeptConversationPlace;
  list(): KeptListPlace;
  /** Writes at once what would be written soon; resolves when it is written, and what is forgotten is gone. */
  flush(): Promise<void>;
  close(): void;
}

export interface KeptLoadedParts {
  session: Session;
  storage: KeyValueStorage;
  onFault: OnFault;
}

/** Much that is heard at once is written once. */
const settleMs = 500;

interface Person {
  sender: string;
  store: KeptStore;
  /** What is to be done with each name, and what is being done: one at a time, so that the last word stays. */
  pending: Map<string, () => Promise<unknown>>;
  running: Map<string, Promise<void>>;
}

export function createKeptLoaded({ session, storage, onFault }: KeptLoadedParts): KeptLoaded {
  const closing = new AbortController();
  const forgetting = new Set<Promise<void>>();
  const listeners = new Set<(gone: Person) => void>();
  let person: Person | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const begin = () => {
    clearTimeout(timer);
    timer = undefined;
    if (person) for (const [name, work] of person.pending) start(person, name, work);
  };
  const soon = () => {
    if (closing.signal.aborted) begin();
    else timer ??= setTimeout(begin, settleMs);
  };
  const start = (mine: Person, name: string, work: () => Promise<unknown>) => {
    if (mine.running.has(name)) return;
    mine.pending.delete(name);
    const run = async () => {
      await work();
      mine.running.delete(name);
      if (mine.pending.has(name)) soon();
    };
    mine.running.set(name, run());
  };

  /**
   * However a person goes, nothing of theirs stays: they signed out, somebody else signed in, or the sign-in ended. That
   * may be said in a tab that only learns from the services that its person signed out in another one, and it is all that
   * a host application says of somebody who signed out there. Who merely has no network stays signed in; and whose
   * sign-in ran out reads a page again, which is little beside what the next one at this device would find.
   */
  const changePerson = () => {
    const now = session.state.getSnapshot();
    if (now.state === 'unknown') return;
    // Of people without a name nobody could say whose it is.
    const sender = now.state === 'signed-in' && now.sender !== unknownSender ? now.sender : undefined;
    if (sender === person?.sender) return;
    const gone = person;
    person =
      sender === undefined || closing.signal.aborted
        ? undefined
        : {
            sender,
            store: createKeptStore(storage, sender, onFault, closing.signal),
            pending: new Map(),
            running: new Map(),
          };
    if (gone) {
      forget(gone.store);
      for (const listener of [...listeners]) listener(gone);
    }
    // The client was closed while this person was signed in: with them its duty ends.
    if (closing.signal.aborted) stop();
  };
  const forget = async (store: KeptStore) => {
    const gone = store.forgetAll();
    forgetting.add(gone);
    await gone;
    forgetting.delete(gone);
  };
  const stop = session.state.subscribe(changePerson);
  changePerson();

  /** Nothing can be asked of the services before that. */
  const known = () =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (session.state.getSnapshot().state === 'unknown' && !closing.signal.aborted) return;
        stopLooking();
        closing.signal.removeEventListener('abort', look);
        resolve();
      };
      const stopLooking = session.state.subscribe(look);
      closing.signal.addEventListener('abort', look);
      look();
    });

  /** What is changed there is changed for who has read it: what somebody loaded who is gone is not kept again. */
  const place = <Schema extends z.ZodType>(name: string, schema: Schema) => {
    let whose: Person | undefined;
    return {
      async read(): Promise<z.output<Schema> | undefined> {
        await known();
        const mine = person;
        whose = mine;
        if (mine?.pending.has(name)) begin();
        const value = await mine?.store.read(name, schema);
        return mine === person ? value : undefined;
      },
      onGone(listener: () => void) {
        const own = (gone: Person) => {
          if (gone === whose) listener();
        };
        listeners.add(own);
        return () => void listeners.delete(own);
      },
      change(work: (store: KeptStore) => Promise<unknown>) {
        if (!whose || whose !== person || closing.signal.aborted) return;
        const { store } = whose;
        whose.pending.set(name, () => work(store));
        soon();
      },
    };
  };

  return {
    conversation(conversationId) {
      const name = conversationName(conversationId);
      const { read, onGone, change } = place(name, KeptConversation);
      let isPruned = false;
      return {
        read,
        onGone,
        keep: (conversation, window) =>
          change(async (store) => {
            // Both are begun at once: a page that is being left may get no further.
            await Promise.all([
              store.noteOpened(conversationId),
              store.write(name, keptConversationOf(conversation, window)),
            ]);
            if (!isPruned) await store.prune();
            isPruned = true;
          }),
        forget() {
          change((store) => store.removeConversation(conversationId));
          begin();
        },
      };
    },
    list() {
      const { read, onGone, change } = place(listName, KeptList);
      return { read, onGone, keep: (rows) => change((store) => store.write(listName, keptListOf(rows))) };
    },
    async flush() {
      const settled = async () => {
        const work = Promise.all([...forgetting, ...(person?.running.values() ?? [])]);
        // What takes longer goes on by itself, and its faults are told where they happen.
        await inTime(storageLimitMs, work, closing.signal).catch(() => {});
      };
      begin();
      await settled();
      // What had to wait for an earlier writing of its name.
      begin();
      await settled();
    },
    close() {
      begin();
      closing.abort();
      // Who signs out after that is still to leave nothing behind.
      if (!person) stop();
    },
  };
}
