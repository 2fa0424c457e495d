import type { ErrorCode } from '@livechat/contracts/errors';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type CallAnswer, noAnswer } from './answer.ts';
import { processLock } from './lock.ts';
import { createObservable } from './observable.ts';
import { createOutbox, type Delivered } from './outbox.ts';
import { messageAt } from './sample-message.ts';
import type { Session, SessionState } from './session.ts';
import { memoryStorage } from './storage.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const limited = (retryAfterMs: number): CallAnswer<never> => ({
  ok: false,
  kind: 'refused',
  code: 'RATE_LIMITED',
  detail: '',
  retryAfterMs,
});
const callMs = 1_000;
const settle = () => vi.advanceTimersByTimeAsync(60_000);

/** Tabs of one person on one storage, and a service that takes its time. */
function tabs(count: number, answer: (text: string) => CallAnswer<never> | undefined = () => undefined) {
  const stored: string[] = [];
  const [storage, lock] = [memoryStorage(), processLock()];
  const token = async () => ({ ok: true as const, value: 'token' });
  const session: Session = {
    state: createObservable<SessionState>({ state: 'signed-in', sender: 'user:a' }),
    newest: createObservable<string | undefined>('token'),
    token,
    renew: token,
    close() {},
  };
  const store = async (text: string, clientMessageId: string): Promise<CallAnswer<Delivered>> => {
    await new Promise((done) => setTimeout(done, callMs));
    const wrong = answer(text);
    if (wrong) return wrong;
    stored.push(text);
    return { ok: true, value: { message: { ...messageAt(stored.length), clientMessageId } } };
  };
  const open = () =>
    createOutbox({
      role: 'user',
      deliver: {
        send: (_, { message, clientMessageId }) => store(message, clientMessageId),
        open: ({ message, clientMessageId }) => store(message, clientMessageId),
      },
      session,
      storage,
      lock,
      onFault: () => {},
    });
  return { stored, outboxes: Array.from({ length: count }, open) };
}

/** What another tab wrote is seen when the network comes back, for one. */
async function lookAgain(outbox: ReturnType<typeof createOutbox>) {
  outbox.kick();
  await vi.advanceTimersByTimeAsync(50);
}

test('what one tab is sending another can neither discard nor change: it says so, and the message is there once', async () => {
  const { stored, outboxes } = tabs(2);
  const [one, other] = outboxes;
  const { clientMessageId } = one?.send(1, 'on its way') ?? { clientMessageId: '' };
  await vi.advanceTimersByTimeAsync(100);
  await lookAgain(other as NonNullable<typeof other>);
  const discarded = other?.discard(clientMessageId);
  const edited = other?.edit(clientMessageId, 'another text');
  await settle();
  expect([await discarded, await edited]).toEqual([false, false]);
  expect(stored).toEqual(['on its way']);
  for (const outbox of outboxes) expect(outbox.messages.getSnapshot()).toEqual([]);
});

test('what waits behind the one that another tab is sending is discarded before its turn, and sent by none', async () => {
  const { stored, outboxes } = tabs(2);
  const [one, other] = outboxes;
  one?.send(1, 'on its way');
  const { clientMessageId } = one?.send(1, 'behind it') ?? { clientMessageId: '' };
  one?.send(1, 'last');
  await vi.advanceTimersByTimeAsync(100);
  await lookAgain(other as NonNullable<typeof other>);
  const discarded = other?.discard(clientMessageId);
  await settle();
  expect(await discarded).toEqual({ mayBeStored: false });
  expect(stored).toEqual(['on its way', 'last']);
});

test('the tab that is sending takes back what waits behind at once', async () => {
  const { stored, outboxes } = tabs(1);
  const [outbox] = outboxes;
  outbox?.send(1, 'on its way');
  const { clientMessageId } = outbox?.send(1, 'behind it') ?? { clientMessageId: '' };
  await vi.advanceTimersByTimeAsync(100);
  expect(await outbox?.discard(clientMessageId)).toEqual({ mayBeStored: false });
  expect(stored).toEqual([]);
  await settle();
  expect(stored).toEqual(['on its way']);
});

test('what waits for a limit was not stored: another text goes out in its place, once', async () => {
  let isLimited = true;
  const { stored, outboxes } = tabs(1, () => (isLimited ? limited(20_000) : undefined));
  const [outbox] = outboxes;
  const { clientMessageId } = outbox?.startConversation({ subject: 'Fire', message: 'old' }) ?? { clientMessageId: '' };
  await vi.advanceTimersByTimeAsync(2_000);
  expect(outbox?.messages.getSnapshot()).toMatchObject([{ mayBeStored: false, waitsUntil: expect.any(Number) }]);
  isLimited = false;
  expect(await outbox?.edit(clientMessageId, 'new', 'Smoke')).toBe(true);
  expect(outbox?.messages.getSnapshot()).toMatchObject([{ message: 'new', subject: 'Smoke' }]);
  await settle();
  expect(stored).toEqual(['new']);
});

test('what was sent before without an answer may be stored, whatever a limit says of the next try', async () => {
  const answers = [noAnswer('TIMED_OUT'), limited(20_000)];
  const { outboxes } = tabs(1, () => answers.shift());
  const [outbox] = outboxes;
  const { clientMessageId } = outbox?.send(1, 'old') ?? { clientMessageId: '' };
  await vi.advanceTimersByTimeAsync(4_000);
  expect(outbox?.messages.getSnapshot()).toMatchObject([{ mayBeStored: true, waitsUntil: expect.any(Number) }]);
  expect(await outbox?.edit(clientMessageId, 'new')).toBe(false);
});

const refusedAs = (code: ErrorCode): CallAnswer<never> => ({ ok: false, kind: 'refused', code, detail: '' });

test('who is kept out at the door does not learn what became of an earlier try, which the text says when it is discarded', async () => {
  const answers = [noAnswer('TIMED_OUT'), refusedAs('BLOCKED')];
  const { outboxes } = tabs(1, () => answers.shift());
  const [outbox] = outboxes;
  const { clientMessageId } = outbox?.send(1, 'old') ?? { clientMessageId: '' };
  await vi.advanceTimersByTimeAsync(4_000);
  expect(outbox?.messages.getSnapshot()).toMatchObject([{ state: 'refused', mayBeStored: true }]);
  expect(await outbox?.edit(clientMessageId, 'new')).toBe(false);
  expect(await outbox?.discard(clientMessageId)).toEqual({ mayBeStored: true });
});

test('what was refused at its first try, or for what it says, is not stored', async () => {
  for (const answers of [[refusedAs('BLOCKED')], [noAnswer('TIMED_OUT'), refusedAs('MESSAGE_REJECTED')]]) {
    const { outboxes } = tabs(1, () => answers.shift());
    const [outbox] = outboxes;
    const { clientMessageId } = outbox?.send(1, 'old') ?? { clientMessageId: '' };
    await vi.advanceTimersByTimeAsync(4_000);
    expect(outbox?.messages.getSnapshot()).toMatchObject([{ state: 'refused', mayBeStored: false }]);
    expect(await outbox?.discard(clientMessageId)).toEqual({ mayBeStored: false });
  }
});

test('what is discarded between two tries may be stored', async () => {
  const { outboxes } = tabs(1, () => noAnswer('TIMED_OUT'));
  const [outbox] = outboxes;
  const { clientMessageId } = outbox?.send(1, 'old') ?? { clientMessageId: '' };
  await vi.advanceTimersByTimeAsync(callMs + 100);
  expect(await outbox?.discard(clientMessageId)).toEqual({ mayBeStored: true });
});
