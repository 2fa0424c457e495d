import type { LocalMessage } from '@livechat/client/local-message';
import { createObservable } from '@livechat/client/observable';
import type { Session, SessionState } from '@livechat/client/session';
import { expect, test } from 'vitest';
import { createDrafts } from './drafts.ts';

function stage() {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as unknown as Storage;
  const messages = createObservable<readonly LocalMessage[]>([]);
  const ids = new Map<string, number>();
  const state = createObservable<SessionState>({ state: 'signed-in', sender: 'user:a' });
  const idOf = (ref: number | string) => (typeof ref === 'number' ? ref : ids.get(ref));
  const open = () =>
    createDrafts({ storage, sender: 'user:a', session: { state } as unknown as Session, outbox: { messages, idOf } });
  return { open, messages, ids, state };
}

const sent = (message: string, isKept: boolean, conversation: number | string = 1) =>
  ({ clientMessageId: message, conversation, message, isKept }) as LocalMessage;
const settle = () => new Promise<void>((done) => setTimeout(done));

test('what was sent stays with the draft until it is kept elsewhere, and out of the box', async () => {
  const { open, messages } = stage();
  const drafts = open();
  drafts.write(1, 'one');
  messages.set([sent('one', false)]);
  drafts.write(1, '');
  await settle();
  drafts.write(1, 'two');
  expect(drafts.read(1)).toBe('two');
  // The app was ended, and nothing but this is left.
  expect(open().read(1)).toBe('one\ntwo');
  messages.set([sent('one', true)]);
  await settle();
  expect(open().read(1)).toBe('two');
  expect(drafts.read(1)).toBe('two');
});

test('what cannot be kept and was stored by the services leaves nothing behind', async () => {
  const { open, messages } = stage();
  const drafts = open();
  messages.set([sent('one', false)]);
  drafts.write(1, '');
  await settle();
  messages.set([]);
  await settle();
  expect(open().read(1)).toBe('');
});

test('somebody whose sign-in ends has an empty outbox: what they wrote stays', async () => {
  const { open, messages, state } = stage();
  const drafts = open();
  messages.set([sent('one', false)]);
  drafts.write(1, '');
  await settle();
  state.set({ state: 'ended', reason: '' });
  messages.set([]);
  await settle();
  expect(open().read(1)).toBe('one');
});

test('begun under the name of a conversation, it is found under its id', async () => {
  const { open, ids } = stage();
  open().write('new-1', 'begun');
  ids.set('new-1', 7);
  const drafts = open();
  expect(drafts.read('new-1')).toBe('begun');
  expect(drafts.read(7)).toBe('begun');
});
