import type { ConnectionState } from '@livechat/client/connection';
import { createObservable } from '@livechat/client/observable';
import type { ConversationSnapshot } from '@livechat/client/open-conversation';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createOlderPages } from './older-pages.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function pages() {
  const connection = createObservable<ConnectionState>({ state: 'online' });
  const snapshot = { hasOlder: true, loadingOlder: false } as ConversationSnapshot;
  const askedAt: number[] = [];
  let isAway = true;
  const open = {
    getSnapshot: () => snapshot,
    loadOlder: async () => {
      askedAt.push(Date.now());
      await new Promise((resolve) => setTimeout(resolve, 10));
      return !isAway;
    },
  };
  const older = createOlderPages({ open, connection });
  const stop = older.start();
  const comeBack = () => {
    isAway = false;
  };
  return { older, stop, connection, askedAt, comeBack };
}

test('a page that does not come is asked for again after longer and longer pauses, a few times, whoever wants it meanwhile', async () => {
  const { older, askedAt } = pages();
  older.want();
  for (let second = 0; second < 600; second += 1) {
    older.want();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(askedAt).toHaveLength(5);
  expect(older.getSnapshot()).toEqual({ phase: 'ended', hasFailed: true });
  const pauses = askedAt.slice(1).map((at, index) => at - (askedAt[index] ?? 0));
  for (const pause of pauses) expect(pause).toBeGreaterThan(1_000);
  expect(pauses.at(-1)).toBeGreaterThan(3_000);
});

test('the person asks at once, during a pause and after the end; when it came all is well', async () => {
  const { older, askedAt, comeBack } = pages();
  expect(await Promise.all([older.ask(), older.ask(), vi.advanceTimersByTimeAsync(10)])).toEqual([
    false,
    false,
    expect.anything(),
  ]);
  expect(askedAt).toHaveLength(1);
  expect(older.getSnapshot()).toEqual({ phase: 'pausing', hasFailed: true });
  comeBack();
  const answer = older.ask();
  expect(older.getSnapshot()).toEqual({ phase: 'loading', hasFailed: true });
  await vi.advanceTimersByTimeAsync(10);
  expect(await answer).toBe(true);
  expect(older.getSnapshot()).toEqual({ phase: 'idle', hasFailed: false });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(askedAt).toHaveLength(2);
});

test('a connection that comes back asks for what did not come; nothing is asked after it was left', async () => {
  const { older, stop, askedAt, connection, comeBack } = pages();
  older.want();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(older.getSnapshot().phase).toBe('ended');
  connection.set({ state: 'connecting' });
  comeBack();
  connection.set({ state: 'online' });
  await vi.advanceTimersByTimeAsync(10);
  expect(older.getSnapshot()).toEqual({ phase: 'idle', hasFailed: false });
  const before = askedAt.length;
  stop();
  connection.set({ state: 'connecting' });
  connection.set({ state: 'online' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(askedAt).toHaveLength(before);
});
