import type { Message } from '@livechat/contracts/chat/message';
import { expect, test } from 'vitest';
import {
  adminConversationsPath,
  conversationsPath,
  messagesPath,
  openConversation,
  readAll,
  send,
} from './setup/conversations.ts';
import { newPerson } from './setup/people.ts';
import { connectSocket, join } from './setup/sockets.ts';

interface Page {
  messages: Message[];
  hasMore: boolean;
}

test('pages are in ascending seq: the newest, before a seq, after a seq', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  for (let number = 2; number <= 7; number += 1) await send(staff, id, `message ${number}`);
  const page = async (query: string) => {
    const { body } = await user.call<Page>('GET', `${messagesPath(user, id)}?${query}`);
    return [body.messages.map(({ seq }) => seq), body.hasMore];
  };
  expect(await page('')).toEqual([[1, 2, 3, 4, 5, 6, 7], false]);
  expect(await page('limit=3')).toEqual([[5, 6, 7], true]);
  expect(await page('before=5&limit=2')).toEqual([[3, 4], true]);
  expect(await page('before=3')).toEqual([[1, 2], false]);
  expect(await page('after=0&limit=2')).toEqual([[1, 2], true]);
  expect(await page('after=5')).toEqual([[6, 7], false]);
  expect(await page('after=7')).toEqual([[], false]);
});

test('pages of very long messages are shorter than their limit, and together hold every message', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const long = '👩🏽‍🚀'.repeat(1_250);
  const metadata = { note: 'x'.repeat(4_000) };
  for (let from = 0; from < 60; from += 10) {
    const answers = Array.from({ length: 10 }, () => send(staff, id, long, { metadata }));
    for (const { status } of await Promise.all(answers)) expect(status).toBe(201);
  }
  const newest = await user.call<Page>('GET', `${messagesPath(user, id)}?limit=100`);
  expect(newest).toMatchObject({ status: 200, body: { hasMore: true } });
  expect(newest.body.messages.at(-1)?.seq).toBe(61);
  expect((await readAll(user, id)).map(({ seq }) => seq)).toEqual(Array.from({ length: 61 }, (_, index) => index + 1));
  const socket = await connectSocket(user);
  const joined = await join(socket, id, { afterSeq: 0 });
  expect(joined).toMatchObject({ ok: true, hasMore: true });
});

test('users read their own conversations only, staff all; foreign and missing are the same', async () => {
  const [owner, stranger, staff] = [newPerson('user'), newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(owner);
  expect((await staff.call('GET', messagesPath(staff, id))).status).toBe(200);
  expect((await staff.call('GET', `${adminConversationsPath}/${id}`)).status).toBe(200);
  for (const path of [`${conversationsPath}/${id}`, messagesPath(stranger, id), `${conversationsPath}/999999999`]) {
    expect(await stranger.call('GET', path), path).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  }
});

test('what does not fit is VALIDATION_FAILED and names the field', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const bad = {
    'before=3&after=1': 'after',
    'limit=101': 'limit',
    'limit=0': 'limit',
    'limit=-1': 'limit',
    'limit=1e1': 'limit',
    'limit=5&limit=6': 'limit',
    'before=0': 'before',
    'before=x': 'before',
    'offset=3': '',
    'constructor=1': '',
    'toString=1': '',
    '__proto__=1': '',
  };
  for (const [query, field] of Object.entries(bad)) {
    expect(await user.call('GET', `${messagesPath(user, id)}?${query}`), query).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', errors: [{ path: field }] },
    });
  }
});

test('an id that is no plain positive integer is refused, never a 500', async () => {
  const user = newPerson('user');
  for (const id of ['1e0', '01', '1.0', '-1', '0', '9223372036854775808', '1;', '%2e%2e%2f2', '%00', 'é', '*', '>']) {
    const { status } = await user.call('GET', `${conversationsPath}/${id}/messages`);
    expect([400, 404], id).toContain(status);
  }
});
