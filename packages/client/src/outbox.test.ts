import type { Message } from '@livechat/contracts/chat/message';
import type { ErrorCode } from '@livechat/contracts/errors';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type CallAnswer, noAnswer } from './answer.ts';
import type { Fault } from './fault.ts';
import { processLock } from './lock.ts';
import { createObservable } from './observable.ts';
import { createOutbox, type Deliver, type Delivered } from './outbox.ts';
import { messageAt } from './sample-message.ts';
import type { Session, SessionState } from './session.ts';
import { type KeyValueStorage, memoryStorage } from './storage.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function sessionOf(sender: string | undefined) {
  const state = createObservable<SessionState>(sender ? { state: 'signed-in', sender } : { state: 'unknown' });
  const newest = createObservable<string | undefined>('token');
  const token = async () => ({ ok: true as const, value: 'token' });
  return { session: { state, newest, token, renew: token, close() {} } satisfies Session, state };
}

const refusal = (code: ErrorCode, more: object = {}): CallAnswer<never> => ({
  ok: false,
  kind: 'refused',
  code,
  detail: '',
  ...more,
});

/** A service that stores, and now and then answers nothing, or something else. */
function service(fault: (text: string) => CallAnswer<never> | 'stored, but unsaid' | undefined = () => undefined) {
  const stored: { conversation: number; text: string; id: string; sender: string }[] = [];
  let next = 100;
  const names = new Map<string, number>();
  const store = (conversation: number, text: string, id: string, sender: string): CallAnswer<Delivered> => {
    const wrong = fault(text);
    if (wrong && wrong !== 'stored, but unsaid') return wrong;
    if (!stored.some((one) => one.id === id)) stored.push({ conversation, text, id, sender });
    if (wrong) return noAnswer('UNREACHABLE');
    return { ok: true, value: { message: { conversationId: conversation, clientMessageId: id } as Message } };
  };
  const deliver: Deliver = {
    async send(id, { message, clientMessageId }, sender) {
      return store(id, message, clientMessageId, sender);
    },
    async open({ message, clientMessageId }, sender) {
      const id = names.get(clientMessageId) ?? next;
      const answer = store(id, message, clientMessageId, sender);
      if (id === next && stored.some((one) => one.id === clientMessageId)) {
        names.set(clientMessageId, id);
        next += 1;
      }
      return answer.ok ? { ok: true, value: { ...answer.value, conversation: { id } as never } } : answer;
    },
  };
  return {
    stored,
    deliver,
    texts: (of: number) => stored.filter((one) => one.conversation === of).map(({ text }) => text),
  };
}

function outboxOf(
  deliver: Deliver,
  storage: KeyValueStorage = memoryStorage(),
  session = sessionOf('user:a').session,
  lock = processLock(),
) {
  const faults: Fault[] = [];
  const onFault = (fault: Fault) => void faults.push(fault);
  return { ...createOutbox({ role: 'user', deliver, session, storage, lock, onFault }), faults };
}

const settle = () => vi.advanceTimersByTimeAsync(600_000);

test('whatever fails and whenever it is killed, every message is stored once and in the order it was written', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ conversation: fc.integer({ min: 1, max: 3 }), killed: fc.nat(9) }), { maxLength: 15 }),
      fc.infiniteStream(fc.nat(5)),
      async (writes, luck) => {
        const { stored, deliver, texts } = service(() => {
          const chance = luck.next().value;
          if (chance === 0) return noAnswer('TIMED_OUT');
          if (chance === 1) return 'stored, but unsaid';
          if (chance === 2) return refusal('UNAVAILABLE', { retryAfterMs: 1_000 });
          return chance === 3 ? refusal('RATE_LIMITED', { retryAfterMs: 2_000 }) : undefined;
        });
        const storage = memoryStorage();
        let outbox = outboxOf(deliver, storage);
        for (const [index, { conversation, killed }] of writes.entries()) {
          outbox.send(conversation, String(index));
          await vi.advanceTimersByTimeAsync(killed * 50);
          if (killed > 7) {
            outbox.close();
            outbox = outboxOf(deliver, storage);
          }
        }
        await settle();
        outbox.close();
        for (const conversation of [1, 2, 3]) {
          const written = writes.flatMap((write, index) =>
            write.conversation === conversation ? [String(index)] : [],
          );
          expect(texts(conversation)).toEqual(written);
        }
        expect(stored).toHaveLength(writes.length);
        expect(await storage.list('')).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});

test('a new conversation takes what was written into it along, also after a restart', async () => {
  const storage = memoryStorage();
  let away = true;
  const { deliver, texts } = service(() => (away ? noAnswer('UNREACHABLE') : undefined));
  const before = outboxOf(deliver, storage);
  const { conversation } = before.startConversation({ subject: 'Fire', message: 'one' });
  before.send(conversation, 'two');
  await vi.advanceTimersByTimeAsync(2_000);
  before.close();
  away = false;
  const after = outboxOf(deliver, storage);
  await settle();
  expect(texts(100)).toEqual(['one', 'two']);
  expect(after.idOf(conversation)).toBe(100);
  after.send(conversation, 'three');
  await settle();
  expect(texts(100)).toEqual(['one', 'two', 'three']);
  after.close();
});

test('a refusal about the text lets the next ones go on; one about the conversation holds them in order', async () => {
  let refused: ErrorCode | undefined = 'MESSAGE_REJECTED';
  const { deliver, texts } = service((text) => (text === 'bad' && refused ? refusal(refused) : undefined));
  const outbox = outboxOf(deliver);
  outbox.send(1, 'bad');
  outbox.send(1, 'next');
  refused = 'MESSAGE_REJECTED';
  await settle();
  expect(texts(1)).toEqual(['next']);
  refused = 'BLOCKED';
  const held = outbox.send(2, 'bad');
  outbox.send(2, 'next');
  await settle();
  expect(texts(2)).toEqual([]);
  refused = undefined;
  expect(await outbox.retry(held.clientMessageId)).toBe(true);
  await settle();
  expect(texts(2)).toEqual(['bad', 'next']);
  outbox.close();
});

test('a text that may be stored already cannot be changed; a refused one can, and goes out under a new id', async () => {
  let answer: CallAnswer<never> | undefined = noAnswer('TIMED_OUT');
  const { deliver, stored } = service(() => answer);
  const outbox = outboxOf(deliver);
  const { clientMessageId } = outbox.send(1, 'old');
  await vi.advanceTimersByTimeAsync(100);
  expect(await outbox.edit(clientMessageId, 'new')).toBe(false);
  answer = refusal('MESSAGE_REJECTED');
  await settle();
  answer = undefined;
  expect(await outbox.edit(clientMessageId, 'new')).toBe(true);
  await settle();
  expect(stored).toMatchObject([{ text: 'new' }]);
  expect(stored[0]?.id).not.toBe(clientMessageId);
  outbox.close();
});

test('sent anyway, a message says that it was written after what was shown', async () => {
  const messages = [8, 9].map(messageAt);
  const based: (number | undefined)[] = [];
  const outbox = outboxOf({
    ...service().deliver,
    async send(_id, { basedOnSeq }) {
      based.push(basedOnSeq);
      return based.length === 1
        ? refusal('CONTEXT_CHANGED', { messages })
        : { ok: true, value: { message: {} as Message } };
    },
  });
  const { clientMessageId } = outbox.send(1, 'text', { basedOnSeq: 7 });
  await settle();
  expect(await outbox.retry('unknown')).toBe(false);
  expect(await outbox.anyway(clientMessageId)).toBe(true);
  await settle();
  expect(based).toEqual([7, 9]);
  outbox.close();
});

test('a word on what came in between is one for all that waited: those behind are not asked about it again', async () => {
  const based: unknown[] = [];
  const messages = [messageAt(8), messageAt(9)];
  const outbox = outboxOf({
    ...service().deliver,
    async send(_id, { message, basedOnSeq, clientMessageId }) {
      based.push([message, basedOnSeq]);
      if (basedOnSeq === undefined || basedOnSeq < 9) return refusal('CONTEXT_CHANGED', { messages });
      return { ok: true, value: { message: { conversationId: 1, clientMessageId } as Message } };
    },
  });
  const { clientMessageId } = outbox.send(1, 'first', { basedOnSeq: 7 });
  outbox.send(1, 'second', { basedOnSeq: 7 });
  outbox.send(1, 'third', { basedOnSeq: 12 });
  await settle();
  await outbox.anyway(clientMessageId);
  await settle();
  expect(based).toEqual([
    ['first', 7],
    ['first', 9],
    ['second', 9],
    ['third', 12],
  ]);
  expect(outbox.messages.getSnapshot()).toEqual([]);
  outbox.close();
});

test('nobody sends, or sees, what another person wrote on the same storage', async () => {
  const storage = memoryStorage();
  let away = true;
  const { deliver, stored } = service(() => (away ? noAnswer('UNREACHABLE') : undefined));
  const { session, state } = sessionOf('user:a');
  const outbox = outboxOf(deliver, storage, session);
  outbox.send(1, 'secret');
  await vi.advanceTimersByTimeAsync(100);
  state.set({ state: 'signed-out' });
  state.set({ state: 'signed-in', sender: 'user:b' });
  expect(outbox.messages.getSnapshot()).toEqual([]);
  away = false;
  await settle();
  expect(stored).toEqual([]);
  state.set({ state: 'signed-in', sender: 'user:a' });
  await settle();
  expect(stored).toMatchObject([{ text: 'secret', sender: 'user:a' }]);
  outbox.close();
});

test('a storage that fails is told of, and the message is sent all the same', async () => {
  const broken = async () => Promise.reject(new Error('full'));
  const { deliver, texts } = service();
  const outbox = outboxOf(deliver, { get: broken, set: broken, delete: broken, list: broken });
  outbox.send(1, 'text');
  await settle();
  expect(texts(1)).toEqual(['text']);
  expect(outbox.faults).toContainEqual({ what: 'storage-failed', name: 'set', detail: 'Error' });
  expect(outbox.messages.getSnapshot()).toEqual([]);
  outbox.close();
});

test('a discarded message is never sent; with one that opens a conversation its followers go', async () => {
  let away = true;
  const { deliver, stored } = service(() => (away ? noAnswer('UNREACHABLE') : undefined));
  const outbox = outboxOf(deliver);
  const opens = outbox.startConversation({ subject: 'Fire', message: 'one' });
  outbox.send(opens.conversation, 'two');
  await vi.advanceTimersByTimeAsync(100);
  expect(await outbox.discard(opens.clientMessageId)).toEqual({ mayBeStored: true });
  away = false;
  await settle();
  expect(stored).toEqual([]);
  expect(outbox.messages.getSnapshot()).toEqual([]);
  outbox.close();
});
