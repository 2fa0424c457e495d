import type { Role } from '@livechat/contracts/actor';
import { createAuthorised } from './authorised.ts';
import { type Calls, createCalls } from './calls.ts';
import { type Connection, createConnection } from './connection.ts';
import type { OnFault } from './fault.ts';
import type { FeedCalls } from './feed-calls.ts';
import { createHttp } from './http.ts';
import { createKeptLoaded, type KeptLoaded } from './kept-loaded.ts';
import type { ConversationRef } from './local-message.ts';
import { defaultLock, type Lock } from './lock.ts';
import { type OpenConversation, type OpenConversationParts, openConversation } from './open-conversation.ts';
import { createOutbox, type Deliver, type Outbox } from './outbox.ts';
import { createOwnCalls, type OwnCalls } from './own-calls.ts';
import { createPresence, type Presence } from './presence.ts';
import { createRooms, type Rooms } from './rooms.ts';
import type { Session } from './session.ts';
import { type KeyValueStorage, memoryStorage } from './storage.ts';

export interface ClientOptions {
  /** Where the gateway answers, for example `https://chat.example.org`. */
  baseUrl: string;
  session: Session;
  /** Where unsent messages are kept, and what was loaded: without one they live as long as the client. */
  storage?: KeyValueStorage;
  /**
   * Keeps the newest of opened conversations, and of a user's list, for as long as the person is signed in on the device:
   * they show at once when the app opens, also without a network, and then catch up.
   */
  keepLoaded?: boolean;
  /** Lets one of several clients on the same storage send at a time. */
  lock?: Lock;
  onFault?: OnFault;
  fetch?: typeof fetch;
}

/** What both roles have. */
export interface Client<R extends Role> {
  /** The REST calls of the role, typed by their contracts. */
  calls: Calls<R> & OwnCalls;
  connection: Connection;
  outbox: Outbox;
  presence: Presence;
  openConversation(conversation: ConversationRef): OpenConversation;
  /** Writes at once what is to be kept and was not written yet: to be called when the page is hidden. */
  flush(): Promise<void>;
  /** Ends sockets and timers; what is unsent stays in the storage. The session is closed by who made it. */
  close(): void;
}

/** What the entrance of a role adds to. */
export interface ClientCore<R extends Role> extends Client<R> {
  rooms: Rooms;
  kept: KeptLoaded | undefined;
  /** What is open now. */
  opened: ReadonlySet<OpenConversation>;
  /** Is called before the rest is closed. */
  onClose(work: () => void): void;
}

/** What a role does differently: whose conversation calls, and how an entry of the outbox is stored. */
export interface RoleParts<R extends Role> {
  role: R;
  conversationCalls(calls: Calls<R>): OpenConversationParts['calls'] & FeedCalls;
  deliver(calls: Calls<R>): Deliver;
}

export function createClientCore<R extends Role>(parts: RoleParts<R>, options: ClientOptions): ClientCore<R> {
  const { baseUrl, session, storage = memoryStorage(), lock = defaultLock(), onFault = () => {} } = options;
  const { role } = parts;
  const closing = new AbortController();
  const ask = createAuthorised(createHttp(baseUrl, options.fetch), session, closing.signal);
  const calls = createCalls(role, ask, onFault);
  const connection = createConnection({ baseUrl, session, onFault });
  const rooms = createRooms(connection);
  const outbox = createOutbox({ role, deliver: parts.deliver(calls), session, storage, lock, onFault });
  const presence = createPresence(connection);
  const kept = options.keepLoaded ? createKeptLoaded({ session, storage, onFault }) : undefined;
  const open = new Set<OpenConversation>();
  const before: (() => void)[] = [];
  const stop = connection.state.subscribe(() => {
    if (connection.state.getSnapshot().state === 'online') outbox.kick();
  });

  return {
    calls: { ...calls, ...createOwnCalls(ask, onFault) },
    connection,
    outbox,
    presence,
    rooms,
    kept,
    opened: open,
    onClose: (work) => void before.push(work),
    openConversation(conversation) {
      const conversationCalls = parts.conversationCalls(calls);
      const opened = openConversation(conversation, {
        role,
        calls: conversationCalls,
        connection,
        rooms,
        outbox,
        kept,
      });
      open.add(opened);
      return {
        ...opened,
        close() {
          open.delete(opened);
          opened.close();
        },
      };
    },
    flush: async () => kept?.flush(),
    close() {
      for (const work of before) work();
      for (const opened of open) opened.close();
      kept?.close();
      stop();
      presence.close();
      outbox.close();
      connection.close();
      closing.abort();
    },
  };
}
