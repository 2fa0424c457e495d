import type { Conversation } from '@livechat/contracts/chat/conversation';
import { type CallFailure, isForGood } from './answer.ts';
import { blockOf } from './blocked.ts';
import { createCompareHeld } from './compare-held.ts';
import type { Connection } from './connection.ts';
import type { FeedCalls } from './feed-calls.ts';
import { type ConversationFeed, emptyFeed, type FeedState } from './feed-state.ts';
import { hearConversation } from './hear-conversation.ts';
import type { KeptConversationPlace } from './kept-loaded.ts';
import { heldIn } from './kept-values.ts';
import {
  emptyWindow,
  firstSeq,
  hasGap,
  lastSeq,
  type MessageWindow,
  withHeldBefore,
  withMarks,
  withMessage,
  withNewestPage,
  withPage,
  withTruth,
} from './message-window.ts';
import { createObservable } from './observable.ts';
import { repeat } from './repeat.ts';
import type { Rooms } from './rooms.ts';

/** What is held is compared with the store so often: an edit or a mark whose event vanished is there by then. */
const compareEveryMs = 20_000;
const pageLimit = 50;
const wholePageLimit = 100;
/** Who missed more than these begins anew from the newest page: nobody waits for so many to be read first. */
const maxMissed = 500;

export interface FeedParts {
  conversationId: number;
  calls: FeedCalls;
  connection: Pick<Connection, 'state' | 'on'>;
  rooms: Rooms;
  /** Where its newest messages are kept on this device: they are shown before anything is asked. */
  kept?: KeptConversationPlace | undefined;
}

export function createConversationFeed({
  conversationId,
  calls,
  connection,
  rooms,
  kept,
}: FeedParts): ConversationFeed {
  const state = createObservable(emptyFeed);
  let joined = false;
  /** Counts what events changed: a page that was read meanwhile is not the last word. */
  let heard = 0;
  /** What was kept is shown, or it is known that there is nothing. */
  let begun = kept === undefined;
  /** What is held was only kept: the store has not said yet how far the conversation is. */
  let unproven = false;
  /** The newest page is to take the place of all that is held. */
  let anew = false;
  /** The store ends before what is held. */
  let hasLess = false;
  let paused = false;
  let closed = false;

  const now = () => state.getSnapshot();
  const update = (change: Partial<FeedState>) => {
    if (closed) return;
    state.set({ ...now(), ...change });
    const { window, conversation } = now();
    if ((change.window ?? change.conversation) && conversation && window.messages.length > 0) {
      kept?.keep(conversation, window);
    }
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

  /** What the store says. Its first word on what was kept counts, whatever was thought before. */
  const told = (conversation: Conversation) => {
    if (!unproven) {
      know(conversation);
      if (!anew && !now().told) update({ told: true });
      return;
    }
    unproven = false;
    const missed = conversation.lastSeq - lastSeq(now().window);
    // Or it has less than was kept, as after a backup was put back.
    anew = missed > maxMissed || missed < 0;
    update({ conversation, told: !anew });
  };

  /** Listens first, so that nothing falls between what is read and what is heard. */
  const join = async (): Promise<boolean> => {
    for (;;) {
      const { window } = now();
      const answer = await rooms.join(conversationId, window.loaded ? lastSeq(window) : undefined);
      if (!answer.ok) return failed(answer);
      joined = true;
      told(answer.value.conversation);
      if (anew) return true;
      change((held) => answer.value.messages.reduce(withMessage, held));
      if (!answer.value.hasMore || closed) return true;
    }
  };

  const nothing = { window: emptyWindow, conversation: undefined, live: false, told: false };

  const failed = (failure: CallFailure): false => {
    if (!isForGood(failure)) return false;
    kept?.forget();
    // What was only kept may never have been this person's to see, as the store has it now.
    update({ failure, live: false, ...(kept && nothing) });
    return false;
  };

  const readCounters = async () => {
    const answer = await calls.getConversation({ conversationId });
    if (answer.ok) told(answer.value.conversation);
    else failed(answer);
  };

  const loadNewest = async (): Promise<boolean> => {
    const heldTo = lastSeq(now().window);
    const answer = await calls.listMessages({ conversationId, limit: pageLimit });
    if (!answer.ok) return failed(answer);
    const { messages, hasMore } = answer.value;
    change((window) =>
      anew ? withNewestPage(window, heldTo, messages, hasMore) : withPage(window, messages, hasMore),
    );
    if (anew) update({ told: true });
    anew = false;
    return true;
  };

  const isBehind = () => {
    const { window, conversation } = now();
    return hasGap(window) || lastSeq(window) < (conversation?.lastSeq ?? 0);
  };

  const fillGap = async (): Promise<boolean> => {
    while (isBehind() && !closed) {
      const after = lastSeq(now().window);
      const answer = await calls.listMessages({ conversationId, after, limit: wholePageLimit });
      if (!answer.ok) return failed(answer);
      change((window) => answer.value.messages.reduce(withMessage, window));
      if (lastSeq(now().window) === after) return !hasGap(now().window);
    }
    return true;
  };

  /** Reads a page again of what is held; what was heard meanwhile may be newer than it. */
  const compare = async (after: number): Promise<boolean> => {
    const before = heard;
    const answer = await calls.listMessages({ conversationId, after, limit: wholePageLimit });
    if (!answer.ok) return failed(answer);
    const { messages, hasMore } = answer.value;
    const isTruth = before === heard;
    change((window) => messages.reduce(withMessage, isTruth ? withTruth(window, messages) : window));
    hasLess ||= isTruth && !hasMore && (messages.at(-1)?.seq ?? after) < lastSeq(now().window);
    return true;
  };

  const held = createCompareHeld(wholePageLimit, compare);

  /** A backup was put back: what it does not have is gone, and so is what was thought of it. */
  const beginAnew = async (): Promise<boolean> => {
    unproven = true;
    await readCounters();
    change((window) => ({ ...window, marks: [] }));
    anew = true;
    if (!(await loadNewest())) return false;
    hasLess = false;
    return true;
  };

  const synchronise = async (): Promise<boolean> => {
    if (!begun || closed || paused || now().failure || blockOf(connection)) return true;
    const online = connection.state.getSnapshot().state === 'online';
    const isJoined = online && (await join());
    const wasLoaded = now().window.loaded;
    if (wasLoaded && !online) await readCounters();
    const isFresh = !wasLoaded || anew;
    if (isFresh && !(await loadNewest())) return false;
    if (!wasLoaded && !online) await readCounters();
    if (!(await fillGap())) return false;
    if (!isFresh && !(await held.run(now().window))) return false;
    if (hasLess && !(await beginAnew())) return false;
    if (isJoined && joined && !closed && !paused) update({ live: true });
    return isJoined || !online;
  };

  const work = repeat(compareEveryMs, synchronise);

  const hear = (how: (window: MessageWindow) => MessageWindow) => {
    heard += 1;
    change(how);
    if (hasGap(now().window)) work.within(100);
  };

  const stops = [
    hearConversation(connection, conversationId, {
      message: (message) => hear((window) => withMessage(window, message)),
      mark: (made) => hear((window) => withMarks(window, made)),
      read: readCounters,
      conversation: know,
    }),
    connection.state.subscribe(() => {
      const online = connection.state.getSnapshot().state === 'online';
      joined = false;
      held.all();
      if (now().live) update({ live: false });
      if (online) work.now();
    }),
    kept?.onGone(() => {
      update(nothing);
      work.now();
    }),
  ];
  /** Shows first what was kept. */
  const begin = async (place: KeptConversationPlace) => {
    const found = await place.read();
    begun = true;
    if (found && !now().failure) {
      held.all();
      unproven = true;
      const { window, conversation = found.conversation } = now();
      update({ window: withHeldBefore(window, heldIn(found)), conversation });
    }
    work.now();
  };
  rooms.hold(conversationId);
  if (kept) begin(kept);
  else work.now();

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
      // It was for good as far as the services said; a person who asks again may know better.
      update({ failure: undefined });
      held.all();
      work.now();
    },
    catchUp() {
      update({ told: false });
      work.now();
    },
    pause() {
      if (paused || closed) return;
      paused = true;
      joined = false;
      rooms.release(conversationId);
      update({ live: false, told: false });
    },
    resume() {
      if (!paused || closed) return;
      paused = false;
      held.all();
      rooms.hold(conversationId);
      work.now();
    },
    close() {
      closed = true;
      work.close();
      for (const stop of stops) stop?.();
      if (!paused) rooms.release(conversationId);
    },
  };
}
