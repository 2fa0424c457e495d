import type { Conversation } from '@livechat/contracts/chat/conversation';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noAnswer } from './answer.ts';
import type { ConnectionState } from './connection.ts';
import { createConversationList, type Row } from './conversation-list.ts';
import { createObservable } from './observable.ts';
import { sampleConversation } from './sample-conversation.ts';
import { time } from './sample-message.ts';
import { createEventHub } from './server-events.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const open = { status: 'open' as const };

/** Conversations as a store has them, newest activity first, and a list that follows their events. */
function storeAndList(count: number, kept?: () => Promise<Row[]>) {
  const store = new Map<number, Conversation>();
  let tick = 0;
  const put = (id: number, fields: Partial<Conversation> = {}) => {
    tick += 1;
    const held = store.get(id) ?? sampleConversation({ id });
    const made = { ...held, lastMessageAt: time(tick), ...fields, updatedAt: time(tick) };
    store.set(id, made);
    return made;
  };
  for (let id = 1; id <= count; id += 1) put(id);
  const ordered = () =>
    [...store.values()]
      .filter(({ status }) => status === 'open')
      .sort((one, other) => other.lastMessageAt.localeCompare(one.lastMessageAt));

  const hub = createEventHub(() => {});
  let reads = 0;
  let isAway = false;
  let gone = () => {};
  const list = createConversationList<Row, { conversations: Row[]; nextCursor: string | null }, typeof open>({
    connection: { state: createObservable<ConnectionState>({ state: 'online' }), on: hub.on },
    filter: open,
    ...(kept && {
      kept: {
        read: kept,
        onGone: (listener) => {
          gone = listener;
          return () => {};
        },
      },
    }),
    isNewestFirst: () => true,
    fits: ({ status }, conversation) => conversation.status === status,
    settleMs: 2_000,
    rereadEveryMs: 60_000,
    async read(_filter, { limit, cursor }) {
      reads += 1;
      if (isAway) return noAnswer('UNREACHABLE');
      const rest = ordered().filter(({ lastMessageAt }) => cursor === undefined || lastMessageAt < cursor);
      const page = rest.slice(0, limit);
      return {
        ok: true,
        value: {
          conversations: page.map((conversation) => ({ ...conversation, lastMessage: null })),
          nextCursor: rest.length > limit ? (page.at(-1)?.lastMessageAt ?? null) : null,
        },
      };
    },
  });
  const away = (is: boolean) => {
    isAway = is;
  };
  const ids = () => list.getSnapshot().conversations.map(({ id }) => id);
  const tell = (conversation: Conversation) => hub.receive('conversation-updated', { conversation });
  return {
    list,
    put,
    tell,
    ids,
    orderedIds: () => ordered().map(({ id }) => id),
    readsSoFar: () => reads,
    away,
    leave: () => gone(),
  };
}

const settle = () => vi.advanceTimersByTimeAsync(5_000);

test('many pages are loaded, and after an event only the first and those on the screen are read again', async () => {
  const { list, put, tell, ids, orderedIds, readsSoFar } = storeAndList(1_000);
  await settle();
  while (list.getSnapshot().hasMore) await list.loadMore();
  expect(ids()).toEqual(orderedIds());
  list.look(500, 510);
  await settle();
  const before = readsSoFar();
  tell(put(3));
  await settle();
  // Twice: at once, and when the counts are settled.
  expect(readsSoFar() - before).toBeLessThanOrEqual(6);
  expect(ids()[0]).toBe(3);
  expect(ids()).toEqual(orderedIds());
});

test('a row that no longer fits leaves before anything was read again, and an older answer does not bring it back', async () => {
  const { list, put, ids } = storeAndList(10);
  await settle();
  list.know(put(4, { status: 'closed' }));
  expect(ids()).not.toContain(4);
  await settle();
  expect(ids()).not.toContain(4);
});

test('a row of which something is heard goes up before anything was read again, from whichever page', async () => {
  const { list, put, tell, ids, readsSoFar } = storeAndList(120);
  await settle();
  await list.loadMore();
  const before = readsSoFar();
  tell(put(30));
  expect(ids()[0]).toBe(30);
  tell(put(119));
  expect(ids().slice(0, 2)).toEqual([119, 30]);
  // One that was changed without anything new in it stays where it is.
  tell(put(118, { lastMessageAt: time(118) }));
  expect(ids()[0]).toBe(119);
  expect(readsSoFar()).toBe(before);
});

test('rows that did not change are the same objects after they were read again', async () => {
  const { list, put, tell } = storeAndList(60);
  await settle();
  await list.loadMore();
  const before = new Map(list.getSnapshot().conversations.map((row) => [row.id, row]));
  tell(put(20));
  await settle();
  const changed = list.getSnapshot().conversations.filter((row) => before.get(row.id) !== row);
  expect(changed.map(({ id }) => id)).toEqual([20]);
});

const keptRow = (id: number): Row => ({ ...sampleConversation({ id }), lastMessage: null });

test('kept rows are shown before anything was read, as stale, until the page that is read takes their place', async () => {
  const { list, ids, orderedIds, readsSoFar, away } = storeAndList(60, async () => [keptRow(7), keptRow(900)]);
  away(true);
  expect(list.getSnapshot()).toMatchObject({ status: 'loading', stale: false });
  await vi.advanceTimersByTimeAsync(0);
  expect(ids()).toEqual([7, 900]);
  expect(list.getSnapshot()).toMatchObject({ status: 'ready', stale: true, hasMore: false });
  await settle();
  expect(readsSoFar()).toBeGreaterThan(0);
  expect(list.getSnapshot()).toMatchObject({ status: 'ready', stale: true, failure: { code: 'UNREACHABLE' } });
  expect(ids()).toEqual([7, 900]);
  away(false);
  list.reload();
  await settle();
  expect(ids()).toEqual(orderedIds().slice(0, 50));
  expect(list.getSnapshot()).toMatchObject({ stale: false, hasMore: true, failure: undefined });
});

test('nothing is read before it is known what was kept, and what comes too late for another filter is not shown', async () => {
  const { list, ids, orderedIds, readsSoFar } = storeAndList(
    10,
    () => new Promise((resolve) => setTimeout(() => resolve([keptRow(900)]), 500)),
  );
  list.setFilter(open);
  list.subscribe(() => expect(ids()).not.toContain(900));
  await vi.advanceTimersByTimeAsync(499);
  expect(readsSoFar()).toBe(0);
  await settle();
  expect(ids()).toEqual(orderedIds());
});

test('when its person goes no row is shown any more, also none of a page that was under way', async () => {
  const { list, ids, orderedIds, leave } = storeAndList(10, async () => [keptRow(7)]);
  await vi.advanceTimersByTimeAsync(0);
  list.reload();
  leave();
  expect(list.getSnapshot()).toMatchObject({ conversations: [], status: 'loading', stale: false });
  await settle();
  expect(ids()).toEqual(orderedIds());
});

const step = fc.oneof(
  fc.record({ does: fc.constant('touch' as const), id: fc.integer({ min: 1, max: 180 }), told: fc.boolean() }),
  fc.record({ does: fc.constant('close' as const), id: fc.integer({ min: 1, max: 180 }), told: fc.boolean() }),
  fc.record({ does: fc.constant('sink' as const), id: fc.integer({ min: 1, max: 180 }), told: fc.boolean() }),
  fc.record({ does: fc.constant('create' as const), id: fc.integer({ min: 181, max: 260 }), told: fc.boolean() }),
  fc.record({ does: fc.constant('look' as const), from: fc.integer({ min: 0, max: 250 }) }),
  fc.record({ does: fc.constant('more' as const) }),
  fc.record({ does: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 3_000 }) }),
);

test('whatever happens and whichever events are lost, no row stands twice, and what was looked at last is as the store has it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { list, put, tell, ids, orderedIds } = storeAndList(180);
      await settle();
      for (const one of steps) {
        if (one.does === 'look') list.look(one.from, one.from + 10);
        else if (one.does === 'more') await list.loadMore();
        else if (one.does === 'wait') await vi.advanceTimersByTimeAsync(one.ms);
        else {
          const fields = { close: { status: 'closed' as const }, sink: { lastMessageAt: time(-one.id) } };
          const made = put(one.id, one.does === 'close' || one.does === 'sink' ? fields[one.does] : {});
          if (one.told) tell(made);
        }
        expect(new Set(ids()).size).toBe(ids().length);
      }
      list.reload();
      await settle();
      do {
        for (let from = 0; from < ids().length; from += 25) {
          list.look(from, from + 25);
          await vi.advanceTimersByTimeAsync(1);
        }
      } while (await list.loadMore());
      expect(ids()).toEqual(orderedIds());
      list.close();
    }),
    { numRuns: 150 },
  );
});
