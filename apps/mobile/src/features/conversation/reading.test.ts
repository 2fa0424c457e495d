import type { ChatItem } from '@livechat/client/conversation-view';
import { createObservable } from '@livechat/client/observable';
import type { ConversationSnapshot } from '@livechat/client/open-conversation';
import type { Message } from '@livechat/contracts/chat/message';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { OlderState } from './older-pages.ts';
import { createReading } from './reading.ts';

const pageSize = 50;
const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** A conversation in which support has written everything, and of which the newest are held. */
function conversation(count: number, { read = 0, held = count, kept = false, reported = 0 } = {}) {
  let stored = count;
  let readTo = read;
  let [from, to] = [count - held + 1, kept ? count - 1 : count];
  let caughtUp = !kept;
  const receipts: number[] = [];
  const older = createObservable<OlderState>({ phase: 'idle', hasFailed: false });
  const itemOf = (seq: number): ChatItem => ({
    kind: 'stored',
    key: `#${seq}`,
    message: {
      seq,
      senderType: 'admin',
      messageType: 'text',
      status: seq <= readTo ? 'read' : 'delivered',
    } as Message,
  });
  const build = () =>
    ({
      status: 'ready',
      caughtUp,
      hasOlder: from > 1,
      items: Array.from({ length: to - from + 1 }, (_, index) => itemOf(from + index)),
      conversation: { lastSeq: stored, userUnreadCount: stored - readTo },
    }) as unknown as ConversationSnapshot;
  const state = createObservable(build());
  const refresh = () => state.set(build());
  const catchUp = vi.fn(() => {
    caughtUp = false;
    refresh();
  });
  const open = {
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    catchUp,
    reportedUpTo: () => reported,
    markRead(upToSeq: number) {
      receipts.push(upToSeq);
      readTo = Math.max(readTo, upToSeq);
    },
  };
  const reading = createReading({
    open,
    older: { ...older, want: () => older.set({ phase: 'loading', hasFailed: false }) },
  });
  reading.start();
  return {
    reading,
    receipts,
    now: reading.getSnapshot,
    isAsking: () => older.getSnapshot().phase === 'loading',
    olderCame() {
      from = Math.max(1, from - pageSize);
      refresh();
      older.set({ phase: 'idle', hasFailed: false });
    },
    olderFailed: () => older.set({ phase: 'pausing', hasFailed: true }),
    came(more: number) {
      stored += more;
      to = stored;
      refresh();
    },
    caughtUp() {
      caughtUp = true;
      to = stored;
      refresh();
    },
  };
}

test('the divider stands before the first unread, and reading goes on from there', () => {
  const { reading, receipts, now } = conversation(30, { read: 10 });
  expect(now()).toMatchObject({ dividerSeq: 11, toPlace: { when: 'opening' }, unseen: 20 });
  // What was in view before it was put to the divider.
  reading.inView([29, 30]);
  expect(receipts).toEqual([]);
  reading.movedTo(15);
  reading.inView([11, 12, 13]);
  expect(receipts.at(-1)).toBe(13);
  reading.inView([14, 15, 16]);
  reading.inView([17, 18, 19, 20, 21]);
  expect(receipts.at(-1)).toBe(21);
  expect(now()).toMatchObject({ dividerSeq: 11, unseen: 9 });
});

test('unread that are older than what is held are loaded first, and nothing is read before they are there', () => {
  const { reading, receipts, now, isAsking, olderCame } = conversation(200, { read: 80, held: 50 });
  expect(isAsking()).toBe(true);
  reading.inView([199, 200]);
  expect(now()).toMatchObject({ dividerSeq: undefined, toPlace: undefined });
  olderCame();
  expect(isAsking()).toBe(true);
  olderCame();
  expect(isAsking()).toBe(false);
  expect(now()).toMatchObject({ dividerSeq: 81, toPlace: { when: 'opening' } });
  expect(receipts).toEqual([]);
  reading.movedTo(85);
  reading.inView([81, 82]);
  expect(receipts).toEqual([82]);
});

test('while they cannot be loaded the divider is before the first that is held, and what is in view is not read', () => {
  const { reading, receipts, now, olderFailed, olderCame } = conversation(100, { read: 30, held: 50 });
  olderFailed();
  expect(now()).toMatchObject({ dividerSeq: 51, toPlace: { when: 'opening' } });
  reading.movedTo(60);
  reading.inView([51, 52, 100]);
  expect(receipts).toEqual([]);
  expect(now()).toMatchObject({ unseen: 50, isUnseenAbove: true });
  olderCame();
  // It moves up, and nothing else does.
  expect(now()).toMatchObject({ dividerSeq: 31, toPlace: undefined });
  expect(receipts).toEqual([]);
  reading.inView([31, 32]);
  expect(receipts).toEqual([32]);
  reading.inView(span(33, 50));
  expect(receipts.at(-1)).toBe(52);
});

test('what was kept on the device shows where the unread begin, and is not reported before the store has told', () => {
  const { reading, receipts, now, came, caughtUp } = conversation(20, { read: 18, kept: true });
  expect(now()).toMatchObject({ dividerSeq: 19, toPlace: { when: 'opening' } });
  reading.movedTo(19);
  reading.inView([18, 19]);
  expect(receipts).toEqual([]);
  came(60);
  expect(receipts).toEqual([]);
  caughtUp();
  expect(now()).toMatchObject({ dividerSeq: 19, toPlace: { when: 'opening' } });
  reading.movedTo(25);
  reading.inView([19, 20]);
  expect(receipts).toEqual([20]);
});

test('who was put to a quoted message has not seen what lies between, until they come to it', () => {
  const { reading, receipts, now } = conversation(100, { read: 40 });
  reading.movedTo(45);
  reading.inView([41, 42]);
  reading.movedTo(75);
  reading.inView([70, 75]);
  expect(receipts.at(-1)).toBe(42);
  expect(now()).toMatchObject({ isUnseenAbove: true, unseen: 58 });
  reading.inView([43, 44]);
  expect(receipts.at(-1)).toBe(44);
  reading.inView(span(45, 69));
  expect(receipts.at(-1)).toBe(70);
  reading.inView(span(71, 74));
  expect(receipts.at(-1)).toBe(75);
  expect(now()).toMatchObject({ isUnseenAbove: false, unseen: 25 });
});

test('who comes to the end in one step has not read what lies between, and is led back to it', () => {
  const { reading, receipts, now } = conversation(40, { read: 10 });
  reading.movedTo(15);
  reading.inView([11, 12, 13]);
  // The End key, the scrollbar, or the focus that went to the last message.
  reading.inView([38, 39, 40]);
  expect(receipts.at(-1)).toBe(13);
  expect(now()).toMatchObject({ isUnseenAbove: true, unseen: 27 });
  expect(reading.firstUnseen()).toBe(14);
  reading.movedTo(18);
  reading.inView(span(14, 18));
  expect(receipts.at(-1)).toBe(18);
  reading.inView(span(19, 37));
  expect(receipts.at(-1)).toBe(40);
  expect(now()).toMatchObject({ isUnseenAbove: false, unseen: 0 });
});

test('of many that came at once only those in view are read, and those above are told of', () => {
  const { reading, receipts, now, came } = conversation(10, { read: 10 });
  reading.movedTo(10);
  came(10);
  reading.inView(span(16, 20));
  expect(receipts.filter((upTo) => upTo > 10)).toEqual([]);
  expect(now()).toMatchObject({ isUnseenAbove: true, unseen: 10 });
  reading.inView(span(11, 15));
  expect(receipts.at(-1)).toBe(20);
});

test('the button to the newest reads all, also what is not held', () => {
  const one = conversation(100, { read: 40 });
  one.reading.movedTo(45);
  one.reading.readAll();
  expect(one.receipts).toEqual([100]);
  const other = conversation(100, { read: 10, held: 50 });
  other.olderFailed();
  other.reading.readAll();
  expect(other.receipts).toEqual([100]);
});

test('after coming back there is a divider before the first that came meanwhile, also when it comes only then', () => {
  const { reading, receipts, now, came, caughtUp } = conversation(20, { read: 20 });
  reading.movedTo(20);
  reading.watched(false);
  came(1);
  expect(now()).toMatchObject({ dividerSeq: 21, toPlace: { when: 'return' } });
  reading.watched(true);
  reading.movedTo(21);
  reading.inView([21]);
  expect(receipts).toEqual([]);
  came(2);
  caughtUp();
  expect(now().dividerSeq).toBe(21);
  expect(receipts.at(-1)).toBe(21);
  reading.inView([21, 22, 23]);
  expect(receipts.at(-1)).toBe(23);

  reading.watched(false);
  reading.watched(true);
  came(4);
  expect(now()).toMatchObject({ dividerSeq: 24, toPlace: { when: 'return' } });
  caughtUp();
  reading.movedTo(27);
  reading.inView([24, 25, 26, 27]);
  expect(receipts.at(-1)).toBe(27);
  // What comes while one looks has none.
  came(1);
  expect(now().dividerSeq).toBe(24);
});

test('what was moved out of view while nobody looked was not scrolled past', () => {
  const { reading, receipts, caughtUp } = conversation(100, { read: 40 });
  reading.movedTo(45);
  reading.inView([41, 42]);
  reading.watched(false);
  reading.watched(true);
  caughtUp();
  reading.movedTo(85);
  reading.inView([84, 85]);
  expect(receipts.at(-1)).toBe(42);
});

test('what was reported before it was left is not new when it is opened again, though the store has not heard it', () => {
  const one = conversation(30, { read: 10, reported: 20 });
  expect(one.now()).toMatchObject({ dividerSeq: 21, unseen: 10 });
  const all = conversation(30, { read: 10, reported: 30 });
  expect(all.now()).toMatchObject({ dividerSeq: undefined, unseen: 0 });
  all.reading.movedTo(30);
  all.came(1);
  expect(all.now()).toMatchObject({ unseen: 1 });
  // Offline: what the device holds is all there is to go by.
  const kept = conversation(30, { read: 10, reported: 29, kept: true });
  expect(kept.now()).toMatchObject({ dividerSeq: undefined, unseen: 0 });
  // The unread that the store counts begin above what is held, those that are left do not.
  const paged = conversation(200, { read: 80, held: 50, reported: 190 });
  expect(paged.now()).toMatchObject({ dividerSeq: 191, unseen: 10 });
  expect(paged.isAsking()).toBe(false);
});

const step = fc.oneof(
  fc.record({
    does: fc.constant('see' as const),
    by: fc.integer({ min: -12, max: 30 }),
    size: fc.integer({ min: 1, max: 8 }),
  }),
  fc.record({ does: fc.constant('put' as const), at: fc.nat(199), size: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ does: fc.constant('came' as const), count: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ does: fc.constant('watched' as const), is: fc.boolean() }),
  fc.record({ does: fc.constant('caughtUp' as const) }),
  fc.record({ does: fc.constant('older' as const), well: fc.boolean() }),
);

test('whatever happens, no receipt goes past an answer that was not in view', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 120 }),
      fc.nat(120),
      fc.integer({ min: 1, max: 60 }),
      fc.boolean(),
      fc.array(step, { maxLength: 40 }),
      (count, read, held, kept, steps) => {
        const talk = conversation(count, {
          read: Math.min(read, count),
          held: Math.min(held, count),
          kept: kept && Math.min(held, count) > 1,
        });
        const seen = new Set<number>();
        let [total, isWatched, place] = [count, true, Math.min(read, count)];
        for (const one of steps) {
          if (one.does === 'came') {
            talk.came(one.count);
            total += one.count;
          } else if (one.does === 'watched') {
            isWatched = one.is;
            talk.reading.watched(one.is);
          } else if (one.does === 'caughtUp') talk.caughtUp();
          else if (one.does === 'older') {
            if (!talk.isAsking()) continue;
            if (one.well) talk.olderCame();
            else talk.olderFailed();
          } else {
            const first = one.does === 'put' ? 1 + (one.at % total) : Math.min(total, Math.max(1, place + one.by));
            const last = Math.min(total, first + one.size - 1);
            const isPut = one.does === 'put' || talk.now().toPlace !== undefined;
            place = first;
            if (isPut) talk.reading.movedTo(first);
            if (isWatched) for (const seq of span(first, last)) seen.add(seq);
            talk.reading.inView(span(first, last));
          }
          for (const upTo of talk.receipts)
            for (let seq = Math.min(read, count) + 1; seq <= upTo; seq += 1) expect(seen).toContain(seq);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});
