import { createObservable, type Observable } from '@livechat/client/observable';
import type { OpenConversation } from '@livechat/client/open-conversation';
import type { Message } from '@livechat/contracts/chat/message';
import { answersIn, firstUnread, type Unread } from './first-unread.ts';
import type { OlderPages } from './older-pages.ts';

/** Unread that are older than what is held are loaded until so many messages are. */
const maxHeld = 1_000;

export interface ReadingState {
  /** Above it stands that what follows is new. */
  dividerSeq: number | undefined;
  /**
   * `movedTo` is to be called: on opening, and on coming back, when the view is to be put to the divider first, if there is
   * something new.
   */
  toPlace: { when: 'opening' | 'return' | 'nothing-new' } | undefined;
  /** How many answers were not in view yet. */
  unseen: number;
  /** Some of them are above what is in view. */
  isUnseenAbove: boolean;
}

/**
 * What is unread in a conversation that is on the screen, and what of it is reported as read.
 *
 * A receipt says "all up to this seq", so it must not go past an answer that was not in view. One begins at the first unread,
 * and reading goes on from there. Each answer counts that a frame has shown: a finger that flings the list shows what it flings
 * past, frame by frame, and what was so quick that no frame showed it was not read. Whoever comes to the end in one step, by a
 * key, by the scrollbar, or because the app moved the view, has not seen what lies between: reading goes on when it was in view
 * too. Only who presses the button to the newest has read all, as in any messenger.
 *
 * Nothing is reported before it is known where the unread begin. That is so when all is held that the store tells of, for
 * what was kept on the device counts as it was then; and it is asked again when somebody comes back from elsewhere.
 */
export interface Reading extends Observable<ReadingState> {
  /** Whether somebody may have the messages before their eyes. */
  watched(isWatched: boolean): void;
  /** The app has put the view here: `seq` is that of the last line in it. What is in view is to be told anew. */
  movedTo(seq: number): void;
  /** These answers are in view. */
  inView(seqs: readonly number[]): void;
  /** The person wants the newest, and has done with what is before. */
  readAll(): void;
  isUnseen(seq: number): boolean;
  /** The first answer that was not in view, of those that are held. */
  firstUnseen(): number | undefined;
  /** Follows the conversation; returns how to stop that. */
  start(): () => void;
}

export interface ReadingParts {
  open: Pick<OpenConversation, 'getSnapshot' | 'subscribe' | 'markRead' | 'reportedUpTo' | 'catchUp'>;
  older: Pick<OlderPages, 'getSnapshot' | 'subscribe' | 'want'>;
}

export function createReading({ open, older }: ReadingParts): Reading {
  const state = createObservable<ReadingState>({
    dividerSeq: undefined,
    toPlace: undefined,
    unseen: 0,
    isUnseenAbove: false,
  });
  let dividerSeq: number | undefined;
  let toPlace: ReadingState['toPlace'];
  let isWatched = true;
  let hasBegun = false;
  /** The store has said where the unread begin, if they are held. */
  let isTold = false;
  /** What it said, while the first of them is older than what is held. */
  let sought: Unread | undefined;
  /** It could not be loaded, or is too far: the divider stands before the first that is held. */
  let isGivenUp = false;
  /** Up to here all was read before or has been in view. */
  let readTo: number | undefined;
  /** Reported before the conversation was left: the store's marks and counts may not have it yet. */
  let reportedUpTo = open.reportedUpTo();
  /** These were in view. Kept one by one, since the first and the last say nothing of those between. */
  const seen = new Set<number>();
  /** Where the view is: the first answer in it, as far as it is told. */
  let viewAt: number | undefined;
  /** The last that was held when the person went elsewhere, until all is held that came by their return. */
  let awayFrom: number | undefined;

  let known: { items: unknown; answers: Message[] } | undefined;
  const answers = () => {
    const { items } = open.getSnapshot();
    if (known?.items !== items) known = { items, answers: answersIn(items) };
    return known.answers;
  };
  const lastHeld = () =>
    open.getSnapshot().items.reduce((seq, item) => (item.kind === 'stored' ? item.message.seq : seq), 0);
  const unreadAfter = (seq: number) =>
    answers().filter((one) => one.seq > Math.max(seq, reportedUpTo) && one.status !== 'read');
  const place = (seq: number | undefined, when: 'opening' | 'return') => {
    dividerSeq = seq;
    toPlace = { when };
    viewAt = undefined;
  };
  /** Asks for older ones; false when no more come for now. */
  const goesOn = () => {
    const { hasOlder, items } = open.getSnapshot();
    const { phase } = older.getSnapshot();
    if (!hasOlder || items.length >= maxHeld || phase === 'pausing' || phase === 'ended') return false;
    if (phase === 'idle') older.want();
    return true;
  };

  /** From what is held, while the store has not said anything. */
  const guess = () => {
    const [first] = unreadAfter(readTo ?? 0);
    const isWhole = first !== answers()[0] || !open.getSnapshot().hasOlder;
    const seq = first && (isWhole || !goesOn()) ? first.seq : undefined;
    if (hasBegun && seq === dividerSeq) return;
    hasBegun = true;
    place(seq, 'opening');
  };
  const begin = (unread: Unread) => {
    isTold = true;
    hasBegun = true;
    if (!isWatched) awayFrom = lastHeld();
    // Who has pressed the button by now has done with what was there.
    if (readTo !== undefined) return place(unreadAfter(readTo)[0]?.seq ?? dividerSeq, 'opening');
    sought = unread;
    // What the store says may be of other messages than those that were kept.
    seen.clear();
    viewAt = undefined;
    toPlace = undefined;
  };
  const seek = (unread: Unread) => {
    const { seq, isHeld } = firstUnread(answers(), unread);
    if (isHeld || !open.getSnapshot().hasOlder) {
      sought = undefined;
      readTo = (seq ?? lastHeld() + 1) - 1;
      // Put to the first that was held it stays where it is now, and only the divider moves up.
      if (isGivenUp) dividerSeq = seq;
      else place(seq, 'opening');
      return;
    }
    if (goesOn() || (isGivenUp && seq === dividerSeq)) return;
    if (isGivenUp) dividerSeq = seq;
    else place(seq, 'opening');
    isGivenUp = true;
  };
  /** A new divider before the first that was not seen, once there is something that came while nobody looked. */
  const lookForNew = (from: number) => {
    if (sought || unreadAfter(from).length === 0) return;
    const [first] = unreadAfter(readTo ?? from);
    if (first && first.seq !== dividerSeq) place(first.seq, 'return');
  };

  const report = () => {
    if (!isWatched || !isTold || awayFrom !== undefined || readTo === undefined) return;
    for (const { seq } of toPlace === undefined ? unreadAfter(readTo) : []) {
      if (!seen.has(seq)) break;
      readTo = seq;
    }
    const upTo = readTo;
    const last = answers().findLast(({ seq }) => seq <= upTo);
    if (last && last.status !== 'read') open.markRead(last.seq);
  };
  const isUnseenAbove = () => {
    const at = viewAt;
    if (at === undefined) return false;
    if (readTo === undefined) return sought !== undefined && isGivenUp;
    return unreadAfter(readTo).some(({ seq }) => seq < at && !seen.has(seq));
  };
  const update = () => {
    const { status, caughtUp, conversation } = open.getSnapshot();
    if (status !== 'ready') return;
    // The store has less than before, as after a backup was put back: what gets these seqs next is another message.
    if (readTo !== undefined && readTo > lastHeld()) {
      readTo = lastHeld();
      reportedUpTo = Math.min(reportedUpTo, readTo);
      seen.clear();
      viewAt = undefined;
    }
    if (!isTold && caughtUp && conversation) {
      begin({ lastSeq: conversation.lastSeq, count: conversation.userUnreadCount, reportedUpTo });
    }
    if (!isTold && lastHeld() > 0) guess();
    if (sought) seek(sought);
    if (awayFrom !== undefined && isTold) {
      lookForNew(awayFrom);
      if (isWatched && caughtUp) awayFrom = undefined;
    }
    report();
    publish();
  };
  const publish = () => {
    const before = state.getSnapshot();
    const seenTo = readTo ?? (dividerSeq ?? Number.POSITIVE_INFINITY) - 1;
    const next = { dividerSeq, toPlace, unseen: unreadAfter(seenTo).length, isUnseenAbove: isUnseenAbove() };
    const fields = Object.keys(next) as (keyof ReadingState)[];
    if (fields.some((field) => next[field] !== before[field])) state.set(next);
  };

  return {
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    watched(next) {
      if (next === isWatched) return;
      isWatched = next;
      // What was in view may have become something else while nobody looked.
      if (next && hasBegun) toPlace ??= { when: 'nothing-new' };
      if (isTold && next) open.catchUp();
      else if (isTold) awayFrom ??= lastHeld();
      update();
    },
    movedTo(seq) {
      toPlace = undefined;
      viewAt = seq;
      update();
    },
    inView(seqs) {
      if (!isWatched || toPlace !== undefined || seqs.length === 0) return;
      for (const seq of seqs) seen.add(seq);
      viewAt = Math.min(...seqs);
      update();
    },
    readAll() {
      readTo = lastHeld();
      sought = undefined;
      toPlace = undefined;
      viewAt = undefined;
      update();
    },
    isUnseen: (seq) => seq > (readTo ?? 0),
    firstUnseen: () => (readTo === undefined ? undefined : unreadAfter(readTo)[0]?.seq),
    start() {
      const stops = [open.subscribe(update), older.subscribe(update)];
      update();
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
