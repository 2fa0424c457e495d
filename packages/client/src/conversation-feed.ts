import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import { type CallFailure, isForGood } from './answer.ts';
import { blockOf } from './blocked.ts';
import type { Connection } from './connection.ts';
import type { Mark } from './merge-message.ts';
import {
  emptyWindow,
  firstSeq,
  hasGap,
  lastSeq,
  type MessageWindow,
  withMarks,
  withMessage,
  withPage,
  withTruth,
} from './message-window.ts';
import { createObservable, type Observable } from './observable.ts';
import { repeat } from './repeat.ts';
import type { Rooms } from './rooms.ts';

/** What is held is compared with the store so often: an edit or a mark whose event vanished is there by then. */
const compareEveryMs = 20_000;
const pageLimit = 50;
const wholePageLimit = 100;

export interface FeedState {
  window: MessageWindow;
  conversation: Conversation | undefined;
  /** Followed live, with nothing missing as far as is known. */
  live: boolean;
  loadingOlder: boolean;
  /** Why nothing can be shown, when that is for good. */
  failure: CallFailure | undefined;
}

/** The messages of one conversation, kept as the store has them. */
export interface ConversationFeed {
  state: Observable<FeedState>;
  /** Takes in a message that came by another way. */
  take(message: Message, conversation?: Conversation): void;
  know(conversation: Conversation): void;
  loadOlder(): Promise<boolean>;
  /** Compares all that is held with the store, now. */
  check(): void;
  /** Nobody looks at it now: what is held stays, and nothing new is read or heard until `resume`. */
  pause(): void;
  resume(): void;
  close(): void;
}

/** The REST calls of either role that a feed needs. */
export interface FeedCalls {
  listMessages(input: {
    conversationId: number;
    before?: number;
    after?: number;
    limit: number;
  }): Promise<{ ok: true; value: { messages: Message[]; hasMore: boolean } } | CallFailure>;
  getConversation(input: {
    conversationId: number;
  }): Promise<{ ok: true; value: { conversation: Conversation } } | CallFailure>;
}

export interface FeedParts {
  conversationId: number;
  calls: FeedCalls;
  connection: Connection;
  rooms: Rooms;
}

export function createConversationFeed({ conversationId, calls, connection, rooms }: FeedParts): ConversationFeed {
  const state = createObservable<FeedState>({
    window: emptyWindow,
    conversation: undefined,
    live: false,
    loadingOlder: false,
    failure: undefined,
  });
  let joined = false;
  /** Everything that is held is to be read again, not only the newest page. */
  let compareAll = false;
  /** Where the next older page begins that has its turn to be compared. */
  let turn = 0;
  /** Counts what events changed: a page that was read meanwhile is not the last word. */
  let heard = 0;
  let paused = false;
  let closed = false;

  const now = () => state.getSnapshot();
  const update = (change: Partial<FeedState>) => {
    if (!closed) state.set({ ...now(), ...change });
  };
  const change = (how: (window: MessageWindow) => MessageWindow) => {
    const window = how(now().window);
    if (window !== now().window) update({ window });
  };

  const know = (conversation: Conversation) => {
    const held = now().conversation;
    if (held && conversation.updatedAt < held.updatedAt) return;
    if (JSON.stringify(held) !== JSON.stringify(conversation)) update({ conversation });
  };

  /** Listens first, so that nothing falls between what is read and what is heard. */
  const join = async (): Promise<boolean> => {
    for (;;) {
      const { window } = now();
      const answer = await rooms.join(conversationId, window.loaded ? lastSeq(window) : undefined);
      if (!answer.ok) return failed(answer);
      joined = true;
      know(answer.value.conversation);
      change((held) => answer.value.messages.reduce(withMessage, held));
      if (!answer.value.hasMore || closed) return true;
    }
  };

  const failed = (failure: CallFailure): false => {
    if (isForGood(failure)) update({ failure, live: false });
    return false;
  };

  const readCounters = async () => {
    const answer = await calls.getConversation({ conversationId });
    if (answer.ok) know(answer.value.conversation);
    else failed(answer);
  };

  const loadNewest = async (): Promise<boolean> => {
    const answer = await calls.listMessages({ conversationId, limit: pageLimit });
    if (!answer.ok) return failed(answer);
    change((window) => withPage(window, answer.value.messages, answer.value.hasMore));
    return true;
  };

  const fillGap = async (): Promise<boolean> => {
    while (hasGap(now().window) && !closed) {
      const after = lastSeq(now().window);
      const answer = await calls.listMessages({ conversationId, after, limit: wholePageLimit });
      if (!answer.ok) return failed(answer);
      change((window) => answer.value.messages.reduce(withMessage, window));
      if (lastSeq(now().window) === after) return false;
    }
    return true;
  };

  /** Reads a page again of what is held; what was heard meanwhile may be newer than it. */
  const compare = async (after: number): Promise<boolean> => {
    const before = heard;
    const answer = await calls.listMessages({ conversationId, after, limit: wholePageLimit });
    if (!answer.ok) return failed(answer);
    const { messages } = answer.value;
    change((window) => messages.reduce(withMessage, before === heard ? withTruth(window, messages) : window));
    return true;
  };

  /** The newest page, and in turns an older one: all of it after a connection was lost. */
  const compareHeld = async (): Promise<boolean> => {
    const all = compareAll;
    const { window } = now();
    const [first, last] = [firstSeq(window), lastSeq(window)];
    const newest = Math.max(first - 1, last - wholePageLimit);
    if (!(await compare(newest))) return false;
    if (!all && newest > first - 1) {
      turn =
        turn <= first - 1 ? Math.max(first - 1, newest - wholePageLimit) : Math.max(first - 1, turn - wholePageLimit);
      return compare(turn);
    }
    for (let after = newest - wholePageLimit; all && after > first - 1 - wholePageLimit; after -= wholePageLimit) {
      if (!(await compare(Math.max(after, first - 1)))) return false;
    }
    if (all) compareAll = false;
    return true;
  };

  const synchronise = async (): Promise<boolean> => {
    if (closed || paused || now().failure || blockOf(connection)) return true;
    const online = connection.state.getSnapshot().state === 'online';
    const isJoined = online && (await join());
    const wasLoaded = now().window.loaded;
    if (!wasLoaded && !(await loadNewest())) return false;
    if (!online) await readCounters();
    if (!(await fillGap())) return false;
    if (wasLoaded && !(await compareHeld())) return false;
    if (isJoined && joined && !closed && !paused) update({ live: true });
    return isJoined || !online;
  };

  const work = repeat(compareEveryMs, synchronise);

  const hear = (how: (window: MessageWindow) => MessageWindow) => {
    heard += 1;
    change(how);
    if (hasGap(now().window)) work.within(100);
  };

  const ofThis = <Payload extends { conversationId: number }>(listener: (payload: Payload) => void) => {
    return (payload: Payload) => {
      if (payload.conversationId === conversationId) listener(payload);
    };
  };
  const mark = (made: Mark) => hear((window) => withMarks(window, made));
  const stops = [
    connection.on(
      'new-chat-message',
      ofThis(({ message }) => hear((window) => withMessage(window, message))),
    ),
    connection.on(
      'message-updated',
      ofThis(({ message }) => hear((window) => withMessage(window, message))),
    ),
    connection.on(
      'new-user-message',
      ofThis(({ conversation }) => know(conversation)),
    ),
    connection.on('conversation-updated', ({ conversation }) => {
      if (conversation.id === conversationId) know(conversation);
    }),
    connection.on(
      'messages-read',
      ofThis(({ readerType, readerId, upToSeq, readAt }) => {
        mark({ by: readerType, upToSeq, at: readAt, readBy: readerId });
        readCounters();
      }),
    ),
    connection.on(
      'messages-delivered',
      ofThis(({ recipientType, upToSeq, deliveredAt }) =>
        mark({ by: recipientType, upToSeq, at: deliveredAt, readBy: null }),
      ),
    ),
    connection.state.subscribe(() => {
      const online = connection.state.getSnapshot().state === 'online';
      joined = false;
      compareAll = true;
      if (now().live) update({ live: false });
      if (online) work.now();
    }),
  ];
  rooms.hold(conversationId);
  work.now();

  return {
    state,
    know,
    take(message, conversation) {
      if (conversation) know(conversation);
      hear((window) => withMessage(window, message));
    },
    async loadOlder() {
      const { window, loadingOlder } = now();
      if (!window.loaded || !window.hasOlder || loadingOlder) return false;
      update({ loadingOlder: true });
      const answer = await calls.listMessages({ conversationId, before: firstSeq(window), limit: pageLimit });
      if (answer.ok) change((held) => withPage(held, answer.value.messages, answer.value.hasMore));
      update({ loadingOlder: false });
      return answer.ok;
    },
    check() {
      compareAll = true;
      work.now();
    },
    pause() {
      if (paused || closed) return;
      paused = true;
      joined = false;
      rooms.release(conversationId);
      update({ live: false });
    },
    resume() {
      if (!paused || closed) return;
      paused = false;
      compareAll = true;
      rooms.hold(conversationId);
      work.now();
    },
    close() {
      closed = true;
      work.close();
      for (const stop of stops) stop();
      if (!paused) rooms.release(conversationId);
    },
  };
}
