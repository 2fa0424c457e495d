import type { UserConversation } from '@livechat/contracts/chat/conversation';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Fault } from './fault.ts';
import { createKeptLoaded } from './kept-loaded.ts';
import { emptyWindow, withMarks, withPage } from './message-window.ts';
import { createObservable } from './observable.ts';
import { sampleConversation } from './sample-conversation.ts';
import { messageAt, time } from './sample-message.ts';
import type { Session, SessionState } from './session.ts';
import { type KeyValueStorage, memoryStorage } from './storage.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const signedIn = (sender: string): SessionState => ({ state: 'signed-in', sender });

function device(storage: KeyValueStorage = memoryStorage(), first: SessionState = signedIn('user:a')) {
  const state = createObservable<SessionState>(first);
  const token = async () => ({ ok: true as const, value: 'token' });
  const session: Session = { state, newest: createObservable<string | undefined>(''), token, renew: token, close() {} };
  const faults: Fault[] = [];
  const open = () => createKeptLoaded({ session, storage, onFault: (fault) => faults.push(fault) });
  const keys = async () => (await storage.list('kept/')).map(([key]) => key);
  return { state, storage, faults, open, keys, ...open() };
}

const windowOf = (count: number) =>
  withPage(
    emptyWindow,
    Array.from({ length: count }, (_, index) => messageAt(index + 1)),
    false,
  );
const conversation = sampleConversation({ id: 1, lastSeq: 3 });
const row: UserConversation = { ...conversation, lastMessage: messageAt(3) };
const written = () => vi.advanceTimersByTimeAsync(1_000);

test('what was loaded is there for the same person with the next client, and for no other', async () => {
  const { open, storage, ...first } = device();
  const [one, list] = [first.conversation(1), first.list()];
  expect(await one.read()).toBeUndefined();
  await list.read();
  one.keep(conversation, windowOf(3));
  list.keep([row]);
  await written();
  const next = open();
  expect(await next.conversation(1).read()).toMatchObject({ conversation, hasOlder: false, held: { length: 3 } });
  expect(await next.list().read()).toMatchObject({ conversations: [row] });
  for (const sender of ['user:b', 'admin:a', 'user:a/conversation', 'user:']) {
    const other = device(storage, signedIn(sender));
    expect(await other.conversation(1).read()).toBeUndefined();
    expect(await other.list().read()).toBeUndefined();
  }
});

test('the newest 200 messages are kept, with what says which version of each is the newest', async () => {
  const { open, ...first } = device();
  const one = first.conversation(1);
  await one.read();
  one.keep(conversation, withMarks(windowOf(300), { by: 'user', upToSeq: 300, at: time(999), readBy: 5 }));
  await written();
  const kept = await open().conversation(1).read();
  expect(kept?.held.map(({ message }) => message.seq)).toEqual(Array.from({ length: 200 }, (_, index) => 101 + index));
  expect(kept?.hasOlder).toBe(true);
  const last = kept?.held.at(-1);
  expect(last).toMatchObject({ message: { status: 'read', updatedAt: time(999) }, contentAt: time(300) });
});

test('many changes are written once, and at once when the page is hidden or the client closed', async () => {
  const { storage, ...client } = device();
  const sets = vi.spyOn(storage, 'set');
  const list = client.list();
  await list.read();
  for (let count = 0; count < 100; count += 1) list.keep([row]);
  expect(sets).not.toHaveBeenCalled();
  await written();
  expect(sets).toHaveBeenCalledTimes(1);
  list.keep([]);
  await client.flush();
  expect(sets).toHaveBeenCalledTimes(2);
  list.keep([row]);
  client.close();
  expect(sets).toHaveBeenCalledTimes(3);
  list.keep([]);
  expect(vi.getTimerCount()).toBe(0);
});

test('of more than fifty conversations those that were not opened for longest go', async () => {
  const { open, keys, ...client } = device();
  const show = async (id: number) => {
    const place = client.conversation(id);
    await place.read();
    const window = windowOf(1);
    place.keep(sampleConversation({ id }), {
      ...window,
      messages: window.messages.map((message) => ({ ...message, conversationId: id })),
    });
    await written();
  };
  for (let id = 1; id <= 50; id += 1) await show(id);
  await show(1);
  await show(51);
  await show(52);
  expect(await keys()).toHaveLength(100);
  const next = open();
  for (const [id, isKept] of [
    [1, true],
    [2, false],
    [3, false],
    [4, true],
    [52, true],
  ] as const) {
    expect((await next.conversation(id).read()) !== undefined).toBe(isKept);
  }
});

for (const [how, next] of [
  ['sign out', { state: 'signed-out' }],
  ['are signed out by the services or their host application', { state: 'ended', reason: '' }],
  ['give way to somebody else', signedIn('user:b')],
] as const) {
  test(`when people ${how}, nothing that was kept of them stays, nor comes back by a late write`, async () => {
    const { state, keys, storage, ...client } = device();
    await storage.set('outbox/user:a/1', 'not ours');
    await storage.set('kept/user:c/list', 'not theirs');
    const [one, list] = [client.conversation(1), client.list()];
    await one.read();
    await list.read();
    one.keep(conversation, windowOf(3));
    await written();
    one.keep(conversation, windowOf(2));
    list.keep([row]);
    state.set(next);
    list.keep([row]);
    await written();
    expect(await keys()).toEqual(['kept/user:c/list']);
    expect(await storage.list('outbox/')).toHaveLength(1);
    state.set(signedIn('user:a'));
    list.keep([row]);
    await written();
    expect(await keys()).toEqual(['kept/user:c/list']);
  });
}

for (const [setMs, listMs] of [
  [5_000, 0],
  [2_000, 4_000],
] as const) {
  test(`what takes ${setMs} ms to be written when its person signs out is gone too, though listing takes ${listMs} ms`, async () => {
    const storage = memoryStorage();
    const later = (waitMs: number) => new Promise((resolve) => setTimeout(resolve, waitMs));
    const slow: KeyValueStorage = {
      ...storage,
      set: (key, value) => later(setMs).then(() => storage.set(key, value)),
      async list(prefix) {
        const found = await storage.list(prefix);
        await later(listMs);
        return found;
      },
    };
    const { state, ...client } = device(slow);
    const list = client.list();
    await list.read();
    list.keep([row]);
    await written();
    state.set({ state: 'signed-out' });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await storage.list('kept/')).toEqual([]);
  });
}

test('who signs out after the client was closed leaves nothing behind either', async () => {
  const { state, keys, ...client } = device();
  const list = client.list();
  await list.read();
  list.keep([row]);
  client.close();
  await written();
  expect(await keys()).toHaveLength(1);
  state.set({ state: 'signed-out' });
  await written();
  expect(await keys()).toEqual([]);
});

test('who shows what was kept hears when its person goes, and not when others go later', async () => {
  const { state, ...client } = device();
  const [list, closed] = [client.list(), client.list()];
  const [gone, notCalled] = [vi.fn(), vi.fn()];
  list.onGone(gone);
  closed.onGone(notCalled)();
  await list.read();
  await closed.read();
  state.set(signedIn('user:b'));
  expect(gone).toHaveBeenCalledTimes(1);
  state.set({ state: 'signed-out' });
  expect(gone).toHaveBeenCalledTimes(1);
  expect(notCalled).not.toHaveBeenCalled();
});

test('nothing is kept of people whose token has no name, nor before somebody is signed in', async () => {
  for (const first of [signedIn('unknown'), { state: 'signed-out' }] as const) {
    const { keys, ...client } = device(memoryStorage(), first);
    const list = client.list();
    expect(await list.read()).toBeUndefined();
    list.keep([row]);
    await written();
    expect(await keys()).toEqual([]);
  }
});

test('who asks before it is known who they are is answered as soon as it is', async () => {
  const { storage, ...before } = device();
  const list = before.list();
  await list.read();
  list.keep([row]);
  await before.flush();
  const { state, ...client } = device(storage, { state: 'unknown' });
  const read = client.list().read();
  await vi.advanceTimersByTimeAsync(60_000);
  state.set(signedIn('user:a'));
  expect(await read).toMatchObject({ conversations: [row] });
});

test('a value that is of another version, broken or with a hole is not shown, and is forgotten', async () => {
  const { storage, open, keys, faults, ...client } = device();
  const place = client.conversation(1);
  await place.read();
  place.keep(conversation, windowOf(3));
  await client.flush();
  const key = 'kept/user:a/conversation/1';
  const good = (await storage.get(key)) as { held: unknown[] };
  for (const [bad, isFault] of [
    [{ ...good, version: 0 }, false],
    [{ ...good, conversation: { ...conversation, status: 'asleep' } }, true],
    [{ ...good, held: [good.held[0], good.held[2]] }, true],
    [{ ...good, held: [] }, true],
    [{ ...good, conversation: sampleConversation({ id: 2 }) }, true],
    ['text', false],
    [null, false],
  ] as const) {
    await storage.set(key, bad);
    expect(await open().conversation(1).read()).toBeUndefined();
    expect(await keys()).not.toContain(key);
    expect(faults.splice(0).map(({ what }) => what)).toEqual(isFault ? ['storage-failed'] : []);
  }
});

test('a storage that fails or never answers is told of, and is waited for a second at most', async () => {
  const broken = async () => {
    throw new Error('no');
  };
  const failing = device({ get: broken, set: broken, delete: broken, list: broken });
  const list = failing.list();
  expect(await list.read()).toBeUndefined();
  list.keep([row]);
  await failing.flush();
  expect(failing.faults.map(({ what, name }) => [what, name])).toEqual([
    ['storage-failed', 'get'],
    ['storage-failed', 'set'],
  ]);
  const never = () => new Promise<never>(() => {});
  const { faults, ...hanging } = device({ get: never, set: never, delete: never, list: never });
  const place = hanging.list();
  const read = place.read();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await read).toBeUndefined();
  expect(faults).toEqual([{ what: 'storage-failed', name: 'get', detail: 'TimeoutError' }]);
  place.keep([row]);
  const flushed = hanging.flush();
  await vi.advanceTimersByTimeAsync(2_000);
  await flushed;
  hanging.close();
  expect(vi.getTimerCount()).toBe(0);
});
