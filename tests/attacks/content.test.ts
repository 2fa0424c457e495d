import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Problem } from '../setup/api.ts';
import {
  adminConversationsPath,
  conversationsPath,
  messagesPath,
  openConversation,
  readAll,
  send,
} from '../setup/conversations.ts';
import { query } from '../setup/database.ts';
import { newPerson, principalOf } from '../setup/people.ts';
import { connectRawSocket, openRawSocket } from '../setup/raw-socket.ts';
import { connectSocket } from '../setup/sockets.ts';

const [user, staff] = [newPerson('user'), newPerson('admin')];
let id = 0;

beforeAll(async () => {
  id = (await openConversation(user)).id;
});

test.each([
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&amp;lt;script&amp;gt;',
  '\\u003cscript\\u003e',
  '%3Cscript%3E',
  '{{constructor.constructor("alert(1)")()}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template engine would take for its own
  '${7*7} #{7*7} <%= 7*7 %>',
  '[click](javascript:alert(1))',
  '=HYPERLINK("https://evil.example")',
  "'; drop table users; --",
  '\ufeffwith a byte order mark and \u2028 a line separator',
])('%s is stored as it was written, by either door', async (text) => {
  const { body } = await send(user, id, text, { metadata: { [text]: text } });
  expect(body.message).toMatchObject({ message: text, metadata: { [text]: text } });
  const { ask } = await connectSocket(user);
  expect(await ask('send-chat-message', { conversationId: id, message: text })).toMatchObject({
    message: { message: text },
  });
  const opened = await openConversation(newPerson('user'), { subject: text });
  expect(opened.subject).toBe(text.trim());
});

test('what is taken out of a message is taken out of what is noted beside it, over either door', async () => {
  const metadata = { '<b>page</b>': '<img src=x onerror=alert(1)>/orders', deep: [{ note: 'a\u0007\u202eb' }] };
  const cleaned = { page: '/orders', deep: [{ note: 'a\u202eb\u202c' }] };
  expect((await send(user, id, 'x', { metadata })).body.message.metadata).toEqual(cleaned);
  const { ask } = await connectSocket(user);
  expect(await ask('send-chat-message', { conversationId: id, message: 'x', metadata })).toMatchObject({
    message: { metadata: cleaned },
  });
  const disguised = { 'moder<b></b>ation': { action: 'allow' } };
  expect(await send(user, id, 'x', { metadata: disguised })).toMatchObject({
    status: 400,
    body: { code: 'VALIDATION_FAILED', errors: [{ path: 'metadata.moderation' }] },
  });
});

const unfit = { NUL: 'a\0b', 'a high half': 'a\ud800b', 'a low half': 'a\udc00b' };

test.each(Object.entries(unfit))('%s is refused in every text that a caller can send', async (_, text) => {
  const { id: userId } = await principalOf(user);
  const answers = [
    await user.call('POST', conversationsPath, { subject: text, message: 'm' }),
    await user.call('POST', conversationsPath, { subject: 's', message: text }),
    await send(user, id, text),
    await send(user, id, 'x', { metadata: { deep: [{ [text]: 1 }] } }),
    await send(user, id, 'x', { clientMessageId: text }),
    await staff.call('PUT', `/api/chat/admin/users/${userId}/block`, { reason: text }),
    await user.call('POST', '/api/auth/login', { username: 'demo', password: text }),
    await user.call('POST', '/api/auth/refresh', { refreshToken: text }),
  ];
  for (const answer of answers) expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
  const { ask } = await connectSocket(user);
  for (const fields of [{ message: text }, { message: 'x', metadata: { text } }]) {
    expect(await ask('send-chat-message', { conversationId: id, ...fields })).toMatchObject({
      error: { code: 'VALIDATION_FAILED' },
    });
  }
});

test.each([
  ['combining marks', '\u0301'],
  ['the widest ligature', '\ufdfd'],
  ['signs outside the basic plane', '\u{1f600}'],
])('5,000 %s are a message, one more is too many', async (_, sign) => {
  const most = `a${sign.repeat(4_999)}`;
  expect((await send(user, id, most)).status).toBe(201);
  expect((await send(user, id, most + sign)).status).toBe(400);
});

test.each([
  ['zero-width signs', '\u200b\u200d\u2060\ufeff'],
  ['tag characters', '\u{e0041}\u{e0042}'],
  ['direction marks', '\u202e\u2066\u2069\u200f'],
  ['control characters', '\u0001\u0085\u007f'],
  ['fillers', '\u3164\u115f\uffa0'],
])('a message or subject of nothing but %s is refused', async (_, text) => {
  expect((await send(user, id, text)).status).toBe(400);
  expect((await user.call('POST', conversationsPath, { subject: text, message: 'm' })).status).toBe(400);
});

test('zero-width signs count, so that they neither lengthen a text nor hide its length', async () => {
  expect((await send(user, id, `${'a'.repeat(4_999)}\u200b`)).status).toBe(201);
  expect((await send(user, id, `${'a'.repeat(5_000)}\u200b`)).status).toBe(400);
});

test.each([
  ['a prototype', '{"message":"x","metadata":{"__proto__":{"isAdmin":true}}}', 400],
  ['a constructor', '{"message":"x","metadata":{"constructor":{"prototype":{"isAdmin":true}}}}', 400],
  ['a number without end', '{"message":"x","metadata":{"n":1e400}}', 400],
  ['an object for a text', '{"message":{"toString":"x","valueOf":1}}', 400],
  ['50,000 levels', `{"message":"x","metadata":{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}}`, 400],
  ['a key twice', '{"message":"first","message":"second"}', 400],
  ['a key twice, once in other letters', '{"message":"first","m\\u0065ssage":"second"}', 400],
  ['a key twice further in', '{"message":"x","metadata":{"a":[{"b":1,"b":2}]}}', 400],
])('JSON with %s neither changes a prototype nor ends in a defect', async (_, body, status) => {
  const answer = await user.call('POST', messagesPath(user, id), body);
  expect(answer.status).toBe(status);
  const next = (await send(user, id, 'after it')).body.message;
  expect(next).not.toHaveProperty('isAdmin');
  expect(next.metadata).toBeNull();
});

test('a key that is given twice is named over REST, at any depth, and ends a socket', async () => {
  const twice = '{"message":"x","metadata":{"a":[{"b":1,"b":2}]}}';
  const answer = await user.call<Problem>('POST', messagesPath(user, id), twice);
  expect(answer.body).toMatchObject({ errors: [{ path: 'b', message: 'must be given once' }] });
  const stored = (await readAll(user, id)).length;
  const raw = await connectRawSocket(user);
  const text = '"message":"a socket that says it twice"';
  raw.send(`421["send-chat-message",{"conversationId":${id},${text},${text}}]`);
  await expect.poll(() => raw.closed()).toBeDefined();
  expect(raw.answers('431')).toEqual([]);
  const connecting = openRawSocket();
  await expect.poll(() => connecting.answers('0')).toHaveLength(1);
  connecting.send(`40{"token":"${user.token}","token":"${user.token}"}`);
  await expect.poll(() => connecting.closed()).toBeDefined();
  expect(connecting.answers('40')).toEqual([]);
  expect(await readAll(user, id)).toHaveLength(stored);
});

test('an error does not send back what was sent: thousands of field names come to a few hundred characters', async () => {
  const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`field-${index}`, 1]));
  const answer = await user.call<Problem>('POST', messagesPath(user, id), many);
  expect(answer.status).toBe(400);
  expect(JSON.stringify(answer.body).length).toBeLessThan(2_000);
  const { ask } = await connectSocket(user);
  expect(JSON.stringify(await ask('send-chat-message', many)).length).toBeLessThan(2_000);
  const long = await send(user, id, 'x', { metadata: { ['k'.repeat(3_000)]: 'a\0b', moderation: 1 } });
  expect(JSON.stringify(long.body).length).toBeLessThan(2_000);
});

const injections = [
  "'; select pg_sleep(10); --",
  "' or '1'='1",
  '" or ""="',
  '1) union select password_hash --',
  '%',
  '%%%%',
  '____',
  '\\',
  "\\'; --",
  '$1',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as the query builder would have it
  '${sql`1`}',
  '{"$gt":""}',
  "' || (select pg_sleep(10)) || '",
];

test.each(injections)('a search for %s finds what holds it and nothing else', async (q) => {
  const { id: userId } = await principalOf(user);
  const needle = `needle ${randomUUID()} ${q}`;
  const owner = newPerson('user');
  const { id: found } = await openConversation(owner, { message: needle });
  const search = `${adminConversationsPath}?q=${encodeURIComponent(needle)}`;
  // Statements end after 2 s: had anything slept, the answer would be a 503.
  const ids = async () => {
    const answer = await staff.call<{ conversations: { id: number }[] }>('GET', search);
    expect(answer.status).toBe(200);
    return answer.body.conversations.map((one) => one.id);
  };
  await expect.poll(ids).toEqual([found]);
  const alone = await staff.call('GET', `${adminConversationsPath}?userId=${userId}&q=${encodeURIComponent(q)}`);
  expect(alone.status).toBe(200);
});

test.each(injections)('%s in any other parameter does not fit', async (text) => {
  const value = encodeURIComponent(text);
  for (const name of ['sort', 'status', 'priority', 'assignee', 'userId', 'unread', 'limit', 'cursor', 'offset']) {
    const answer = await staff.call('GET', `${adminConversationsPath}?${name}=${value}`);
    expect(answer.status, name).toBe(400);
  }
  for (const name of ['before', 'after', 'limit']) {
    expect((await user.call('GET', `${messagesPath(user, id)}?${name}=${value}`)).status, name).toBe(400);
  }
  expect((await user.call('GET', `${conversationsPath}?cursor=${value}`)).status).toBe(400);
});

test('after all that every table is there, and the messages are gapless', async () => {
  const [row] = await query<{ tables: number }>(
    "select count(*) as tables from pg_tables where tablename in ('users', 'admins', 'chat_messages')",
  );
  expect(row?.tables).toBe(3);
  const seqs = (await readAll(user, id)).map(({ seq }) => seq);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
});
