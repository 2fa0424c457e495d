import type { Role } from '@livechat/contracts/actor';
import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { ServerEvents } from '@livechat/contracts/socket';
import { type CallAnswer, type CallFailure, noAnswer } from './answer.ts';
import type { Connection } from './connection.ts';
import { createConversationFeed } from './conversation-feed.ts';
import { type ChatItem, viewOf } from './conversation-view.ts';
import type { FeedCalls } from './feed-calls.ts';
import { type ConversationFeed, isCaughtUp } from './feed-state.ts';
import { createForwardMark } from './forward-mark.ts';
import type { KeptLoaded } from './kept-loaded.ts';
import type { ConversationRef, LocalMessage } from './local-message.ts';
import { lastSeqOf } from './message-window.ts';
import { createObservable, type Observable } from './observable.ts';
import type { Outbox, SendFields } from './outbox.ts';
import type { Rooms } from './rooms.ts';
import { createOthersTyping, createOwnTyping, type TypingPerson } from './typing.ts';

type Viewer = ServerEvents['viewers-changed']['viewers'][number];

export interface ConversationSnapshot {
  /** Undefined until it is known, and while the conversation waits to be opened. */
  id: number | undefined;
  conversation: Conversation | undefined;
  items: readonly ChatItem[];
  /** `loading` until the newest messages are there; `refused` with the `failure` when there is nothing to see here. */
  status: 'loading' | 'ready' | 'refused';
  failure: CallFailure | undefined;
  /** Whether new messages show by themselves at this moment. What was kept on the device shows before: it is not live. */
  live: boolean;
  /**
   * All is held up to the last message that the store has, as it said since the conversation was opened, resumed or asked
   * to catch up. Before that its counts may be of another time than its messages.
   */
  caughtUp: boolean;
  hasOlder: boolean;
  loadingOlder: boolean;
  typing: readonly TypingPerson[];
  /** Staff only: who of them looks at this conversation. */
  viewers: readonly Viewer[];
}

export interface OpenConversation extends Observable<ConversationSnapshot> {
  send(message: string, fields?: SendFields): LocalMessage;
  /** An older page; false when there is none, or it could not be read. */
  loadOlder(): Promise<boolean>;
  /** The person has read up to this seq. Told in few words, also when there is no network now, and only forward. */
  markRead(upToSeq: number): void;
  /** The furthest of it, 0 when there is none: the store may not have heard it yet. */
  reportedUpTo(): number;
  /** To be called at every key. */
  typing(): void;
  stopTyping(): void;
  /** Takes in what an answer says of the conversation. */
  know(conversation: Conversation): void;
  /** Compares what is held with the store now, for example when the page is looked at again. */
  check(): void;
  /** Asks how far the conversation is now, for who comes back to it; `caughtUp` says when all of it is held. */
  catchUp(): void;
  /** It was left, and may be looked at again: its messages stay at hand, but one counts as gone from it. */
  pause(): void;
  resume(): void;
  close(): void;
}

const receivedEveryMs = 500;
const readEveryMs = 300;

export interface OpenConversationParts {
  role: Role;
  calls: FeedCalls & {
    markMessagesRead(input: { conversationId: number; upToSeq: number }): Promise<CallAnswer<unknown>>;
  };
  connection: Connection;
  rooms: Rooms;
  outbox: Outbox;
  kept?: KeptLoaded | undefined;
}

/** One conversation on the screen: its messages, what is on its way, who writes, and what was read. */
export function openConversation(ref: ConversationRef, parts: OpenConversationParts): OpenConversation {
  const { role, calls, connection, rooms, outbox, kept } = parts;
  const otherSide: Role = role === 'user' ? 'admin' : 'user';
  const viewers = createObservable<readonly Viewer[]>([]);
  const others = createOthersTyping();
  const id = () => outbox.idOf(ref);
  const own = createOwnTyping(connection, id);
  let feed: ConversationFeed | undefined;
  let closed = false;
  let reportedUpTo = 0;

  const read = createForwardMark(readEveryMs, async (upToSeq) => {
    const conversationId = id();
    return conversationId === undefined ? noAnswer('UNREACHABLE') : calls.markMessagesRead({ conversationId, upToSeq });
  });
  const received = createForwardMark(receivedEveryMs, async (upToSeq) => {
    const conversationId = id();
    return conversationId === undefined
      ? noAnswer('UNREACHABLE')
      : connection.ask('messages-received', { conversationId, upToSeq });
  });

  const build = (): ConversationSnapshot => {
    const conversationId = id();
    const locals = outbox.messages
      .getSnapshot()
      .filter(({ conversation }) => conversation === ref || conversation === conversationId);
    const state = feed?.state.getSnapshot();
    const before = snapshot?.getSnapshot();
    const items = state ? viewOf(state.window, locals, role) : locals.map(localItem);
    return {
      id: conversationId,
      conversation: state?.conversation,
      items: before ? reused(before.items, items) : items,
      status: state?.failure ? 'refused' : !state || state.window.loaded ? 'ready' : 'loading',
      failure: state?.failure,
      live: state?.live ?? false,
      caughtUp: state !== undefined && isCaughtUp(state),
      hasOlder: state?.window.hasOlder ?? false,
      loadingOlder: state?.loadingOlder ?? false,
      typing: others.people.getSnapshot(),
      viewers: viewers.getSnapshot(),
    };
  };
  let snapshot: ReturnType<typeof createObservable<ConversationSnapshot>> | undefined;
  const shown = createObservable(build());
  snapshot = shown;

  const refresh = () => {
    if (closed) return;
    const [before, next] = [shown.getSnapshot(), build()];
    const fields = Object.keys(next) as (keyof ConversationSnapshot)[];
    if (fields.some((field) => next[field] !== before[field])) shown.set(next);
  };

  const follow = () => {
    const conversationId = id();
    if (feed || closed || conversationId === undefined) return;
    const made = createConversationFeed({
      conversationId,
      calls,
      connection,
      rooms,
      kept: kept?.conversation(conversationId),
    });
    feed = made;
    stops.push(
      made.state.subscribe(() => {
        const { window } = made.state.getSnapshot();
        for (const message of window.messages) outbox.saw(message);
        if (window.messages.some(({ senderType, status }) => senderType === otherSide && status === 'sent')) {
          received.moveTo(lastSeqOf(window, otherSide));
        }
        refresh();
      }),
    );
  };

  const stops = [
    outbox.messages.subscribe(() => {
      follow();
      refresh();
    }),
    outbox.onStored((message, conversation) => {
      if (message.conversationId !== id()) return;
      follow();
      feed?.take(message, conversation);
    }),
    others.people.subscribe(refresh),
    viewers.subscribe(refresh),
    connection.on('user-typing', (event) => {
      if (event.conversationId === id()) others.hear(event);
    }),
    connection.on('new-chat-message', ({ message }) => {
      if (message.conversationId === id()) others.sent(message.senderType, message.senderId);
    }),
    connection.on('viewers-changed', (event) => {
      if (event.conversationId === id()) viewers.set(event.viewers);
    }),
    connection.state.subscribe(() => {
      if (connection.state.getSnapshot().state === 'online') {
        read.kick();
        received.kick();
        return;
      }
      others.clear();
      viewers.set([]);
    }),
  ];
  follow();
  refresh();

  return {
    getSnapshot: shown.getSnapshot,
    subscribe: shown.subscribe,
    send(message, fields) {
      own.stop();
      return outbox.send(ref, message, fields);
    },
    loadOlder: async () => feed?.loadOlder() ?? false,
    markRead(upToSeq) {
      reportedUpTo = Math.max(reportedUpTo, upToSeq);
      read.moveTo(upToSeq);
    },
    reportedUpTo: () => reportedUpTo,
    typing: own.type,
    stopTyping: own.stop,
    know(conversation) {
      if (conversation.id === id()) feed?.know(conversation);
    },
    check: () => feed?.check(),
    catchUp: () => feed?.catchUp(),
    pause() {
      own.stop();
      others.clear();
      viewers.set([]);
      feed?.pause();
    },
    resume: () => feed?.resume(),
    close() {
      own.stop();
      closed = true;
      for (const stop of stops) stop();
      others.clear();
      read.close();
      received.close();
      feed?.close();
    },
  };
}

const localItem = (local: LocalMessage): ChatItem => ({ kind: 'local', key: local.clientMessageId, local });

/** Lines that did not change stay the same objects, and a list in which none did the same list. */
function reused(before: readonly ChatItem[], next: readonly ChatItem[]): readonly ChatItem[] {
  const earlier = new Map(before.map((item) => [item.key, item]));
  const items = next.map((item) => {
    const other = earlier.get(item.key);
    if (item.kind === 'stored') return other?.kind === 'stored' && other.message === item.message ? other : item;
    return other?.kind === 'local' && JSON.stringify(other.local) === JSON.stringify(item.local) ? other : item;
  });
  return items.length === before.length && items.every((item, index) => item === before[index]) ? before : items;
}
