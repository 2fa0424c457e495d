import type { Role } from '@livechat/contracts/actor';
import type { Message } from '@livechat/contracts/chat/message';
import { type Mark, merged, withMark } from './merge-message.ts';

/** Messages that came too early are kept up to this number; beyond it they are asked for again. */
const maxWaiting = 500;
/** As many marks are remembered for messages that come after them. */
const maxMarks = 100;

/** The part of a conversation that a client holds: an unbroken run of seqs. Never changed, only replaced. */
export interface MessageWindow {
  messages: readonly Message[];
  /** Of each held message, the `updatedAt` of the newest full version that was seen: marks do not count. */
  contentAt: ReadonlyMap<number, string>;
  waiting: ReadonlyMap<number, Message>;
  marks: readonly Mark[];
  /** Whether there are older messages than those held. */
  hasOlder: boolean;
  /** Whether anything was loaded: an empty window that was not has no place in the conversation yet. */
  loaded: boolean;
}

export const emptyWindow: MessageWindow = {
  messages: [],
  contentAt: new Map(),
  waiting: new Map(),
  marks: [],
  hasOlder: false,
  loaded: false,
};

export const firstSeq = ({ messages }: MessageWindow): number => messages[0]?.seq ?? 1;
export const lastSeq = ({ messages }: MessageWindow): number => messages.at(-1)?.seq ?? 0;

/** Whether something came that cannot be shown because an earlier message is missing. */
export const hasGap = ({ loaded, waiting }: MessageWindow): boolean => loaded && waiting.size > 0;

/** A first page, or one that joins on to what is held: `hasOlder` is only believed for the first and for older ones. */
export function withPage(window: MessageWindow, page: readonly Message[], hasOlder?: boolean): MessageWindow {
  const isJust = page.at(-1)?.seq === firstSeq(window) - 1;
  // An older page that does not join on was asked for when more was held: it does not say what is before these.
  const isBefore = page.length === 0 || isJust || page[0]?.seq === firstSeq(window);
  const next = { ...window, loaded: true, ...(hasOlder !== undefined && (!window.loaded || isBefore) && { hasOlder }) };
  if (window.loaded && isJust) return putBefore(next, page);
  if (!window.loaded && page.length > 0) return advanced(putBefore({ ...next, messages: [] }, page));
  return page.reduce((held, message) => withMessage(held, message), advanced(next));
}

/** A part of the conversation that was held before and kept, for a window that has loaded nothing yet. */
export function withHeldBefore(
  window: MessageWindow,
  held: Pick<MessageWindow, 'messages' | 'contentAt' | 'hasOlder'>,
): MessageWindow {
  if (window.loaded) return window;
  const placed = putBefore({ ...window, loaded: true, hasOlder: held.hasOlder, messages: [] }, held.messages);
  return advanced({ ...placed, contentAt: held.contentAt });
}

/**
 * The newest page in the place of all that is held, which is too far behind to be read on from. What was heard since the
 * page was asked for, when `heldTo` was the last that was held, may be newer than it.
 */
export function withNewestPage(
  window: MessageWindow,
  heldTo: number,
  page: readonly Message[],
  hasOlder: boolean,
): MessageWindow {
  const heard = window.messages.filter(({ seq }) => seq > heldTo);
  const waiting = new Map([...heard.map((message) => [message.seq, message] as const), ...window.waiting]);
  return withPage({ ...emptyWindow, waiting, marks: window.marks }, page, hasOlder);
}

/** One message as an event or an answer tells it, in any order and as often as it likes. */
export function withMessage(window: MessageWindow, message: Message): MessageWindow {
  const { seq } = message;
  if (window.loaded && seq < firstSeq(window)) return window;
  if (window.loaded && seq <= lastSeq(window)) return replaced(window, message);
  const early = window.waiting.get(seq);
  if (!early && window.waiting.size >= maxWaiting && seq !== lastSeq(window) + 1) return window;
  const waiting = new Map(window.waiting).set(seq, early ? merged(early, message, early.updatedAt) : message);
  return advanced({ ...window, waiting });
}

/** What the store says of messages, read while nothing happened: it is right whatever was thought before. */
export function withTruth(window: MessageWindow, page: readonly Message[]): MessageWindow {
  const truth = new Map(page.map((message) => [message.seq, message]));
  const messages = window.messages.map((held) => sameOr(held, truth.get(held.seq) ?? held));
  const contentAt = new Map(window.contentAt);
  for (const { seq, updatedAt } of page) if (contentAt.has(seq)) contentAt.set(seq, updatedAt);
  if (messages.every((message, index) => message === window.messages[index])) return window;
  return { ...window, messages, contentAt };
}

/** The messages of the other side are read, or delivered, up to a seq. */
export function withMarks(window: MessageWindow, mark: Mark): MessageWindow {
  const messages = window.messages.map((message) => withMark(message, mark));
  return { ...window, messages, marks: [...window.marks, mark].slice(-maxMarks) };
}

/** The newest seq of one side's messages that are held. */
export function lastSeqOf({ messages }: MessageWindow, senderType: Role): number {
  return messages.findLast((message) => message.senderType === senderType)?.seq ?? 0;
}

function putBefore(window: MessageWindow, page: readonly Message[]): MessageWindow {
  const contentAt = new Map(window.contentAt);
  for (const { seq, updatedAt } of page) contentAt.set(seq, updatedAt);
  return { ...window, messages: [...page.map((message) => marked(window, message)), ...window.messages], contentAt };
}

function replaced(window: MessageWindow, message: Message): MessageWindow {
  const index = message.seq - firstSeq(window);
  const held = window.messages[index];
  if (!held) return window;
  const heldAt = window.contentAt.get(held.seq) ?? held.updatedAt;
  const next = sameOr(held, merged(held, message, heldAt));
  const contentAt =
    message.updatedAt > heldAt ? new Map(window.contentAt).set(held.seq, message.updatedAt) : window.contentAt;
  if (next === held && contentAt === window.contentAt) return window;
  return { ...window, messages: next === held ? window.messages : window.messages.with(index, next), contentAt };
}

/** Takes in what waited, as far as it joins on. */
function advanced(window: MessageWindow): MessageWindow {
  if (!window.loaded || window.waiting.size === 0) return window;
  const waiting = new Map(window.waiting);
  let held = window;
  for (const [seq, message] of [...window.waiting].sort(([one], [other]) => one - other)) {
    const last = lastSeq(held);
    if (seq > last + 1) break;
    waiting.delete(seq);
    if (seq <= last) held = replaced(held, message);
    else {
      const contentAt = new Map(held.contentAt).set(seq, message.updatedAt);
      held = { ...held, messages: [...held.messages, marked(held, message)], contentAt };
    }
  }
  return { ...held, waiting };
}

function marked({ marks }: MessageWindow, message: Message): Message {
  return marks.reduce(withMark, message);
}

/** The same reference when nothing is different, so that nothing is drawn anew. */
function sameOr(held: Message, next: Message): Message {
  return held !== next && JSON.stringify(held) === JSON.stringify(next) ? held : next;
}
