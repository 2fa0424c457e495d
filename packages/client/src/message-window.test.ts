import type { Message } from '@livechat/contracts/chat/message';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Mark, withMark } from './merge-message.ts';
import {
  emptyWindow,
  hasGap,
  type MessageWindow,
  withHeldBefore,
  withMarks,
  withMessage,
  withNewestPage,
  withPage,
  withTruth,
} from './message-window.ts';
import { messageAt, time } from './sample-message.ts';

type Said = { message: Message } | { mark: Mark };

/** A conversation as the store lives it: messages, edits and marks, with everything it told of them. */
function history(steps: readonly number[]): { stored: Message[]; said: Said[]; pages: Message[][] } {
  const stored: Message[] = [];
  const said: Said[] = [];
  const pages: Message[][] = [];
  for (const [index, step] of steps.entries()) {
    const at = time(1_000 + index);
    const kind = stored.length === 0 ? 0 : step % 4;
    if (kind <= 1) {
      const message = { ...messageAt(stored.length + 1), createdAt: at, updatedAt: at };
      stored.push(message);
      said.push({ message });
    } else if (kind === 2) {
      const place = step % stored.length;
      const before = stored[place];
      if (!before) continue;
      const message = { ...before, message: `edited ${index}`, isEdited: true, editedAt: at, updatedAt: at };
      stored[place] = message;
      said.push({ message });
    } else {
      const by = step % 8 < 4 ? 'user' : 'admin';
      const mark: Mark = { by, upToSeq: 1 + (step % stored.length), at, readBy: step % 3 === 0 ? null : 9 };
      for (const [place, message] of stored.entries()) stored[place] = withMark(message, mark);
      said.push({ mark });
    }
    if (step % 5 === 0) pages.push([...stored]);
  }
  return { stored, said, pages };
}

const steps = fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 });
const hear = (window: MessageWindow, said: Said) =>
  'message' in said ? withMessage(window, said.message) : withMarks(window, said.mark);

/** What a client does after healing: reads on from where it is, and compares what it holds. */
function healed(window: MessageWindow, stored: readonly Message[]): MessageWindow {
  const loaded = window.loaded ? window : withPage(window, stored, false);
  return withTruth(stored.reduce(withMessage, loaded), stored);
}

test('whatever is lost, doubled and turned round, what is held after healing is what is stored', () => {
  fc.assert(
    fc.property(steps, fc.infiniteStream(fc.nat(99)), fc.integer({ min: 0, max: 40 }), (given, luck, loadAt) => {
      const { stored, said, pages } = history(given);
      let window = emptyWindow;
      const late: Said[] = [];
      for (const [index, one] of said.entries()) {
        if (index === loadAt) window = withPage(window, pages[0] ?? stored, false);
        const chance = luck.next().value;
        if (chance < 20) continue;
        if (chance < 40) late.push(one);
        else window = hear(window, one);
        if (chance > 80) window = hear(window, one);
        if (chance % 7 === 0) for (const delayed of late.splice(0)) window = hear(window, delayed);
      }
      for (const delayed of late) window = hear(window, delayed);
      const seqs = window.messages.map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 1) + index));
      expect(healed(window, stored).messages).toEqual(stored);
      expect(hasGap(healed(window, stored))).toBe(false);
    }),
  );
});

test('told everything, in any order and as often as one likes, it needs no healing for messages and edits', () => {
  fc.assert(
    fc.property(steps, fc.nat(), (given, seed) => {
      const { stored, said } = history(given.filter((step) => step % 4 !== 3));
      const order = said
        .concat(said)
        .map((one, index) => ({ one, rank: (Math.imul(index + 1, 2_654_435_761) ^ seed) >>> 0 }))
        .sort((a, b) => a.rank - b.rank);
      const window = order.reduce((held, { one }) => hear(held, one), withPage(emptyWindow, stored.slice(0, 1), false));
      expect(window.messages).toEqual(stored);
    }),
  );
});

test('a mark that overtakes its message counts for it', () => {
  const window = withPage(emptyWindow, [messageAt(1)], false);
  const marked = withMarks(window, { by: 'user', upToSeq: 2, at: time(50), readBy: 9 });
  expect(withMessage(marked, messageAt(2)).messages[1]).toMatchObject({ status: 'read', readAt: time(50), readBy: 9 });
});

test('an edit whose event comes after a later mark is still taken in, and the mark stays', () => {
  const window = withPage(emptyWindow, [messageAt(1)], false);
  const marked = withMarks(window, { by: 'admin', upToSeq: 1, at: time(50), readBy: 9 });
  const edit = { ...messageAt(1), message: 'edited', isEdited: true, editedAt: time(40), updatedAt: time(40) };
  expect(withMessage(marked, edit).messages[0]).toMatchObject({
    message: 'edited',
    status: 'read',
    updatedAt: time(50),
  });
});

test('an older page joins on only where it fits; nothing changes when nothing is new', () => {
  const window = withPage(emptyWindow, [5, 6].map(messageAt), true);
  expect(withPage(window, [1, 2].map(messageAt), false).messages.map(({ seq }) => seq)).toEqual([5, 6]);
  const older = withPage(window, [3, 4].map(messageAt), true);
  expect(older.messages.map(({ seq }) => seq)).toEqual([3, 4, 5, 6]);
  expect(withMessage(older, messageAt(4))).toBe(older);
  expect(withTruth(older, [messageAt(4)])).toBe(older);
});

test('a newest page takes the place of what is too far behind, and what was heard meanwhile joins on', () => {
  const held = withPage(emptyWindow, [1, 2].map(messageAt), false);
  const heard = [12, 3].reduce((window, seq) => withMessage(window, messageAt(seq)), held);
  const window = withNewestPage(heard, 2, [9, 10, 11].map(messageAt), true);
  expect(window.messages.map(({ seq }) => seq)).toEqual([9, 10, 11, 12]);
  expect(window.hasOlder).toBe(true);
  expect(hasGap(window)).toBe(false);
  // One that joined on to what was held, and came after the page was read.
  const joined = withNewestPage(
    withPage(emptyWindow, [8, 9, 10, 11].map(messageAt), true),
    10,
    [9, 10].map(messageAt),
    true,
  );
  expect(joined.messages.map(({ seq }) => seq)).toEqual([9, 10, 11]);
  // An older page that was asked for before that.
  const late = withPage(window, [messageAt(1)], false);
  expect([late.messages.length, late.hasOlder]).toEqual([4, true]);
});

test('what was held before begins a window, and takes in what was heard before it was there', () => {
  const before = withMarks(withPage(emptyWindow, [5, 6].map(messageAt), true), {
    by: 'user',
    upToSeq: 6,
    at: time(50),
    readBy: 9,
  });
  const edit = { ...messageAt(6), message: 'edited', isEdited: true, editedAt: time(40), updatedAt: time(40) };
  const early = [messageAt(7), edit].reduce(withMessage, emptyWindow);
  const window = withHeldBefore(early, before);
  expect(window).toMatchObject({ loaded: true, hasOlder: true });
  expect(window.messages.map(({ seq, message, status }) => [seq, message, status])).toEqual([
    [5, 'text 5', 'sent'],
    [6, 'edited', 'read'],
    [7, 'text 7', 'sent'],
  ]);
  expect(withHeldBefore(window, before)).toBe(window);
});
