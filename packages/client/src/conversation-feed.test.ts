import type { Message } from '@livechat/contracts/chat/message';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answered, type CallFailure, noAnswer } from './answer.ts';
import type { ConnectionState } from './connection.ts';
import { createConversationFeed } from './conversation-feed.ts';
import type { FeedCalls } from './feed-calls.ts';
import { isCaughtUp } from './feed-state.ts';
import type { KeptConversationPlace } from './kept-loaded.ts';
import { keptConversationOf } from './kept-values.ts';
import { withMark } from './merge-message.ts';
import { emptyWindow, type MessageWindow, withPage } from './message-window.ts';
import { createObservable } from './observable.ts';
import type { Rooms } from './rooms.ts';
import { sampleConversation } from './sample-conversation.ts';
import { messageAt, time } from './sample-message.ts';
import { createEventHub } from './server-events.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A conversation as the services have it, and the ways to it, with or without a socket, or none at all. */
function services(count: number) {
  const stored: Message[] = Array.from({ length: count }, (_, index) => messageAt(index + 1));
  const hub = createEventHub(() => {});
  const state = createObservable<ConnectionState>({ state: 'online' });
  let tick = 10_000;
  let failure: CallFailure | undefined;
  const asked: { call: string; from: number | undefined; count: number }[] = [];
  const conversation = () => sampleConversation({ lastSeq: stored.length, updatedAt: time(tick) });
  const answer = async <Value>(value: () => Value) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return failure ?? answered(structuredClone(value()));
  };
  const page = (after: number, limit: number) => stored.slice(after, after + limit);
  const calls: FeedCalls = {
    listMessages: ({ before, after, limit }) =>
      answer(() => {
        const end = before === undefined ? stored.length : before - 1;
        const start = after ?? Math.max(0, end - limit);
        const messages = after === undefined ? stored.slice(start, end) : page(after, limit);
        asked.push({ call: 'list', from: after, count: messages.length });
        return { messages, hasMore: after === undefined ? start > 0 : after + limit < stored.length };
      }),
    getConversation: () => answer(() => ({ conversation: conversation() })),
  };
  const rooms: Rooms = {
    hold() {},
    release() {},
    join: (_, afterSeq) =>
      answer(() => {
        const messages = afterSeq === undefined ? [] : page(afterSeq, 100);
        asked.push({ call: 'join', from: afterSeq, count: messages.length });
        const hasMore = afterSeq !== undefined && afterSeq + 100 < stored.length;
        return { conversation: conversation(), messages, hasMore };
      }),
  };
  const connection = { state, on: hub.on };
  return {
    stored,
    state,
    hub,
    asked,
    conversation,
    fail: (how: CallFailure | undefined) => {
      failure = how;
    },
    add(told = false) {
      tick += 1;
      const message = { ...messageAt(stored.length + 1), createdAt: time(tick), updatedAt: time(tick) };
      stored.push(message);
      if (told) hub.receive('new-chat-message', { conversationId: 1, message });
    },
    edit(seq: number, told = false) {
      tick += 1;
      const held = stored[seq - 1];
      if (!held) return;
      const at = time(tick);
      const message = { ...held, message: `edited ${tick}`, isEdited: true, editedAt: at, updatedAt: at };
      stored[seq - 1] = message;
      if (told) hub.receive('message-updated', { conversationId: 1, message });
    },
    read(upToSeq: number) {
      tick += 1;
      for (const [index, message] of stored.entries()) {
        stored[index] = withMark(message, { by: 'user', upToSeq, at: time(tick), readBy: 9 });
      }
    },
    /** Opens it where something may be kept, and looks at every state of it. */
    open(held?: MessageWindow, readMs = 1) {
      const kept = held && keptConversationOf(conversation(), held);
      const forgotten = vi.fn();
      let gone = () => {};
      const place: KeptConversationPlace = {
        read: () => new Promise((resolve) => setTimeout(() => resolve(kept), readMs)),
        keep() {},
        onGone: (listener) => {
          gone = listener;
          return () => {};
        },
        forget: forgotten,
      };
      return () => {
        const feed = createConversationFeed({ conversationId: 1, calls, connection, rooms, kept: place });
        const now = () => feed.state.getSnapshot();
        feed.state.subscribe(() => {
          const seqs = now().window.messages.map(({ seq }) => seq);
          expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 1) + index));
        });
        return { ...feed, now, forgotten, leave: () => gone(), messages: () => now().window.messages };
      };
    },
  };
}

const held = (messages: readonly Message[], hasOlder = false) => withPage(emptyWindow, messages, hasOlder);
const settle = () => vi.advanceTimersByTimeAsync(2_000);

test('what is kept is shown before anything is asked, as not live, and stays without a network', async () => {
  const { stored, state, asked, fail, open } = services(30);
  const start = open(held(stored));
  state.set({ state: 'offline', detail: '', retryInMs: 1 });
  fail(noAnswer('UNREACHABLE'));
  const feed = start();
  expect(feed.now().window.loaded).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(feed.messages()).toEqual(stored);
  expect(feed.now()).toMatchObject({ live: false, failure: undefined, conversation: { id: 1 } });
  expect(asked).toEqual([]);
  await settle();
  expect(feed.messages()).toEqual(stored);
  feed.close();
});

test('a backup that is put back takes away what it does not have, also from an app that was open all the time', async () => {
  const { stored, state, add, open } = services(30);
  const feed = open()();
  await settle();
  for (let count = 0; count < 5; count += 1) add(true);
  await settle();
  expect(feed.messages()).toHaveLength(35);
  state.set({ state: 'offline', detail: '', retryInMs: 1 });
  stored.splice(28);
  state.set({ state: 'online' });
  await settle();
  expect(feed.messages()).toEqual(stored);
  expect(feed.now()).toMatchObject({ live: true, conversation: { lastSeq: 28 } });
  add(true);
  await settle();
  expect(feed.messages()).toEqual(stored);
  feed.close();
});

test('what is told while the store is read is not taken for less than what is held', async () => {
  const { stored, state, add, open } = services(30);
  const feed = open()();
  await settle();
  const begins: number[] = [];
  feed.state.subscribe(() => begins.push(feed.messages().length));
  for (let count = 0; count < 40; count += 1) {
    state.set({ state: 'offline', detail: '', retryInMs: 1 });
    state.set({ state: 'online' });
    add(true);
    await vi.advanceTimersByTimeAsync(count % 5);
  }
  await settle();
  expect(feed.messages()).toEqual(stored);
  expect(begins).toEqual(begins.toSorted((one, other) => one - other));
  feed.close();
});

test('nothing is asked before it is known what is kept, though the socket comes first', async () => {
  const { stored, state, asked, open } = services(30);
  const start = open(held(stored), 500);
  state.set({ state: 'connecting' });
  const feed = start();
  state.set({ state: 'online' });
  await vi.advanceTimersByTimeAsync(499);
  expect(asked).toEqual([]);
  await settle();
  expect(feed.now().live).toBe(true);
  feed.close();
});

const step = fc.oneof(
  fc.record({ does: fc.constant('add' as const), told: fc.boolean(), count: fc.integer({ min: 1, max: 130 }) }),
  fc.record({ does: fc.constant('edit' as const), told: fc.boolean(), at: fc.nat(999) }),
  fc.record({ does: fc.constant('read' as const), at: fc.nat(999) }),
);

test('whatever happened meanwhile and while it is opened, what was kept becomes what is stored, without double or hole', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 8 }),
      fc.array(step, { maxLength: 4 }),
      fc.integer({ min: 1, max: 250 }),
      fc.boolean(),
      async (away, opening, count, isOnline) => {
        const { stored, state, add, edit, read, open } = services(count);
        const first = stored.slice(-200);
        const start = open(held(first, count > 200));
        if (!isOnline) state.set({ state: 'connecting' });
        const happen = (one: (typeof away)[number], told: boolean) => {
          const seq = 'at' in one ? 1 + (one.at % stored.length) : 0;
          if (one.does === 'edit') edit(seq, told && one.told);
          else if (one.does === 'read') read(seq);
          else for (let left = one.count; left > 0; left -= 1) add(told && one.told);
        };
        for (const one of away) happen(one, false);
        const feed = start();
        for (const one of opening) {
          happen(one, true);
          await vi.advanceTimersByTimeAsync(1);
        }
        await settle();
        if (opening.length === 0) expect(feed.messages()).toEqual(stored.slice(-feed.messages().length));
        // Events that were lost are found at the next comparison.
        feed.check();
        await settle();
        expect(feed.messages()).toEqual(stored.slice(-feed.messages().length));
        expect(feed.now()).toMatchObject({ live: isOnline, conversation: { lastSeq: stored.length } });
        while (feed.now().window.hasOlder) {
          feed.loadOlder();
          await vi.advanceTimersByTimeAsync(1);
        }
        expect(feed.messages()).toEqual(stored);
        feed.close();
      },
    ),
    { numRuns: 100 },
  );
});

for (const [missed, isAnew] of [
  [500, false],
  [501, true],
  [5_000, true],
] as const) {
  test(`${missed} missed messages are ${isAnew ? 'not read all: it begins anew from the newest page' : 'read on from what was kept'}`, async () => {
    const { stored, asked, add, open } = services(60);
    const start = open(held(stored));
    for (let left = missed; left > 0; left -= 1) add();
    const feed = start();
    const shown = new Set<number | undefined>();
    feed.state.subscribe(() => shown.add(feed.messages()[0]?.seq));
    await settle();
    expect(feed.now().live).toBe(true);
    expect(feed.messages()).toEqual(isAnew ? stored.slice(-50) : stored);
    // At no time was nothing shown.
    expect([...shown]).toEqual(isAnew ? [1, stored.length - 49] : [1]);
    if (isAnew) expect(asked).toHaveLength(2);
    add(true);
    expect(feed.messages().at(-1)).toEqual(stored.at(-1));
    feed.close();
  });
}

test('messages that the store no longer has are not shown on', async () => {
  const { stored, open } = services(60);
  const start = open(held(stored));
  stored.length = 40;
  const feed = start();
  await settle();
  expect(feed.messages()).toEqual(stored);
  feed.close();
});

test('when the conversation is not there for this person, what was kept is forgotten and the failure shown', async () => {
  const { stored, fail, open } = services(60);
  const start = open(held(stored));
  fail({ ok: false, kind: 'refused', code: 'NOT_FOUND', detail: '' });
  const feed = start();
  await settle();
  expect(feed.now()).toMatchObject({ failure: { code: 'NOT_FOUND' }, conversation: undefined, live: false });
  expect(feed.messages()).toEqual([]);
  expect(feed.forgotten).toHaveBeenCalled();
  feed.close();
});

test('when its person goes nothing is shown any more, and what the next one may see is read anew', async () => {
  const { stored, open } = services(60);
  const feed = open(held(stored))();
  await settle();
  expect(feed.now().live).toBe(true);
  feed.leave();
  expect(feed.now()).toMatchObject({ conversation: undefined, live: false, window: { loaded: false, messages: [] } });
  await settle();
  expect(feed.now().live).toBe(true);
  expect(feed.messages()).toEqual(stored.slice(-50));
  feed.close();
});

for (const [missed, how] of [
  [0, 'nothing was missed'],
  [130, 'more than a page was missed'],
  [501, 'it begins anew'],
] as const) {
  test(`it is caught up when all is held that the store tells of, and not before, nor after it was left (${how})`, async () => {
    const { stored, state, conversation, fail, add, open } = services(60);
    const start = open(held(stored));
    for (let left = missed; left > 0; left -= 1) add();
    state.set({ state: 'offline', detail: '', retryInMs: 1 });
    fail(noAnswer('UNREACHABLE'));
    const feed = start();
    await settle();
    // What a list says is not the store's word on what was kept.
    feed.know(conversation());
    expect(isCaughtUp(feed.now())).toBe(false);
    fail(undefined);
    feed.state.subscribe(() => {
      if (isCaughtUp(feed.now())) expect(feed.messages().at(-1)?.seq).toBe(stored.length);
    });
    state.set({ state: 'online' });
    await settle();
    expect(isCaughtUp(feed.now())).toBe(true);
    feed.catchUp();
    expect(isCaughtUp(feed.now())).toBe(false);
    await settle();
    expect(isCaughtUp(feed.now())).toBe(true);
    feed.pause();
    expect(isCaughtUp(feed.now())).toBe(false);
    feed.close();
  });
}

test('who is refused and tries again is shown the conversation as soon as that is possible', async () => {
  const { stored, fail, open } = services(3);
  fail({ ok: false, kind: 'refused', code: 'NOT_FOUND', detail: '' });
  const feed = open()();
  await settle();
  expect(feed.now()).toMatchObject({ failure: { code: 'NOT_FOUND' } });
  feed.check();
  await settle();
  expect(feed.now()).toMatchObject({ failure: { code: 'NOT_FOUND' } });
  fail(undefined);
  feed.check();
  await settle();
  expect(feed.now()).toMatchObject({ failure: undefined, live: true });
  expect(feed.messages()).toEqual(stored);
  feed.close();
});
