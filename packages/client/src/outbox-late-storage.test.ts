import type { Message } from '@livechat/contracts/chat/message';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answered } from './answer.ts';
import { fallbackStorage } from './fallback-storage.ts';
import { processLock } from './lock.ts';
import { createObservable } from './observable.ts';
import { createOutbox, type Deliver } from './outbox.ts';
import type { OutboxEntry } from './outbox-rules.ts';
import type { Session, SessionState } from './session.ts';
import { memoryStorage } from './storage.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what was left unsent is sent also when the storage answers late, and what was written meanwhile is there once', async () => {
  const inner = memoryStorage();
  const left: OutboxEntry = {
    key: '000000000000001-a',
    clientMessageId: 'a',
    conversation: 1,
    message: 'of last time',
    queuedAt: '2026-12-01T12:00:00.000Z',
    attempted: false,
  };
  await inner.set(`outbox/user:a/${left.key}`, left);
  let opens = () => {};
  const opened = new Promise<void>((done) => {
    opens = done;
  });
  const storage = fallbackStorage({
    get: (key) => opened.then(() => inner.get(key)),
    set: (key, value) => opened.then(() => inner.set(key, value)),
    delete: (key) => opened.then(() => inner.delete(key)),
    list: (prefix) => opened.then(() => inner.list(prefix)),
  });
  const token = async () => answered('token');
  const session: Session = {
    state: createObservable<SessionState>({ state: 'signed-in', sender: 'user:a' }),
    newest: createObservable<string | undefined>('token'),
    token,
    renew: token,
    close() {},
  };
  const stored: string[] = [];
  const send: Deliver['send'] = async (_, { message }) => {
    stored.push(message);
    return answered({ message: {} as Message });
  };
  const outbox = createOutbox({
    role: 'user',
    deliver: { send, open: (entry, sender) => send(1, entry, sender) },
    session,
    storage,
    lock: processLock(),
    onFault: () => {},
  });
  await vi.advanceTimersByTimeAsync(10_000);
  outbox.send(1, 'of this time');
  await vi.advanceTimersByTimeAsync(1_000);
  opens();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(stored.toSorted()).toEqual(['of last time', 'of this time']);
  expect(outbox.messages.getSnapshot()).toEqual([]);
  expect(await inner.list('')).toEqual([]);
  outbox.close();
});
