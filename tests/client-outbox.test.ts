import type { Lock } from '@livechat/client/lock';
import { processLock } from '@livechat/client/lock';
import { memoryStorage } from '@livechat/client/storage';
import { expect, inject, test } from 'vitest';
import { isLive, staffClient, storedIn, textsIn, userClient } from './setup/clients.ts';
import { openConversation, readAll, send } from './setup/conversations.ts';
import { startFaultyProxy } from './setup/faulty-proxy.ts';
import { startFurther } from './setup/further-instance.ts';
import { newPerson } from './setup/people.ts';

const numbered = (count: number, name = 'message') =>
  Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);
const textsOf = (messages: readonly { message: string }[]) => messages.map(({ message }) => message);

test('what was written without a network is sent by the next client on the same storage, once and in order', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user, { message: 'first' });
  const proxy = await startFaultyProxy(inject('system').gateway);
  proxy.refuse(true);
  const storage = memoryStorage();
  const before = userClient(user, { baseUrl: proxy.url, storage });
  for (const text of numbered(5)) before.outbox.send(id, text);
  const started = before.outbox.startConversation({ subject: 'Another', message: 'opens it' });
  before.outbox.send(started.conversation, 'follows it');
  await expect.poll(() => before.connection.state.getSnapshot().state).toBe('offline');
  expect(before.outbox.messages.getSnapshot()).toHaveLength(7);
  await expect.poll(async () => (await storage.list('outbox/')).length).toBe(7);
  before.close();

  proxy.refuse(false);
  const after = userClient(user, { baseUrl: proxy.url, storage });
  const conversation = after.openConversation(id);
  await expect.poll(() => textsOf(storedIn(conversation)), { timeout: 15_000 }).toEqual(['first', ...numbered(5)]);
  await expect.poll(() => after.outbox.messages.getSnapshot(), { timeout: 15_000 }).toEqual([]);
  expect(await storage.list('outbox/')).toEqual([]);
  const other = after.outbox.idOf(started.conversation) ?? 0;
  expect(textsOf(await readAll(user, other))).toEqual(['opens it', 'follows it']);
  expect(textsOf(await readAll(user, id))).toEqual(['first', ...numbered(5)]);
});

test('a message whose answer is lost on the way is sent again under the same id, and is there once', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user, { message: 'first' });
  const proxy = await startFaultyProxy(inject('system').gateway);
  const statuses: number[] = [];
  const counting: typeof fetch = async (...args) => {
    const response = await fetch(...args);
    if (args[1]?.method === 'POST') statuses.push(response.status);
    return response;
  };
  const client = userClient(user, { baseUrl: proxy.url, fetch: counting });
  await expect.poll(() => client.connection.state.getSnapshot().state).toBe('online');
  proxy.eatAnswers(1);
  client.outbox.send(id, 'second');
  await expect.poll(() => statuses, { timeout: 15_000 }).toEqual([200]);
  expect(textsOf(await readAll(user, id))).toEqual(['first', 'second']);
});

for (const [kind, locks] of [
  ['that share a lock send nothing twice', () => Array<Lock>(2).fill(processLock())],
  ['without a lock between them store nothing twice', () => [processLock(), processLock()]],
] as const) {
  test(`two clients on one storage ${kind}`, async () => {
    const user = newPerson('user');
    const { id } = await openConversation(user, { message: 'first' });
    const storage = memoryStorage();
    const statuses: number[] = [];
    const counting: typeof fetch = async (...args) => {
      const response = await fetch(...args);
      if (args[1]?.method === 'POST') statuses.push(response.status);
      return response;
    };
    const clients = locks().map((lock) => userClient(user, { storage, lock, fetch: counting }));
    for (const text of numbered(20)) clients[0]?.outbox.send(id, text);
    for (const text of numbered(20, 'other')) clients[1]?.outbox.send(id, text);
    for (const client of clients) {
      await expect.poll(() => client.outbox.messages.getSnapshot(), { timeout: 15_000 }).toEqual([]);
    }
    expect(await storage.list('outbox/')).toEqual([]);
    const stored = textsOf(await readAll(user, id));
    expect(stored.filter((text) => text.startsWith('message'))).toEqual(numbered(20));
    expect(stored.filter((text) => text.startsWith('other'))).toEqual(numbered(20, 'other'));
    expect(stored).toHaveLength(41);
    if (kind.startsWith('that')) expect(statuses).toEqual(Array(40).fill(201));
  });
}

test('a refused text stays with its reason while the next ones go on, until it is changed or discarded', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user, { message: 'first' });
  const client = userClient(user);
  const conversation = client.openConversation(id);
  const tooLong = conversation.send('x'.repeat(5_001));
  const empty = conversation.send('<script></script>');
  conversation.send('fine');
  await expect.poll(() => textsOf(storedIn(conversation))).toEqual(['first', 'fine']);
  expect(client.outbox.messages.getSnapshot()).toMatchObject([
    { state: 'refused', refusal: { code: 'VALIDATION_FAILED', errors: [{ path: 'message' }] } },
    { state: 'refused', refusal: { code: 'VALIDATION_FAILED' } },
  ]);
  expect(await client.outbox.edit(tooLong.clientMessageId, 'shorter')).toBe(true);
  expect(await client.outbox.discard(empty.clientMessageId)).toEqual({ mayBeStored: false });
  await expect.poll(() => textsIn(conversation)).toEqual(['first', 'fine', 'shorter']);
  await expect.poll(() => client.outbox.messages.getSnapshot()).toEqual([]);
});

test('staff writing into a closed conversation wait, in order, until it is open again', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user, { message: 'first' });
  const client = staffClient(staff);
  const conversation = client.openConversation(id);
  await client.calls.updateConversation({ conversationId: id, status: 'closed' });
  const one = conversation.send('one');
  conversation.send('two');
  const states = () => client.outbox.messages.getSnapshot().map(({ state, refusal }) => refusal?.code ?? state);
  await expect.poll(states).toEqual(['CONVERSATION_CLOSED', 'queued']);
  await client.calls.updateConversation({ conversationId: id, status: 'open' });
  expect(await client.outbox.retry(one.clientMessageId)).toBe(true);
  await expect.poll(() => textsOf(storedIn(conversation)).slice(-2)).toEqual(['one', 'two']);
});

test('an answer that was written on an old view shows what came in between, and is sent anyway', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user, { message: 'first' });
  const client = staffClient(staff);
  const conversation = client.openConversation(id);
  await isLive(conversation);
  await send(user, id, 'never mind');
  const answer = conversation.send('here is how', { basedOnSeq: 1 });
  await expect
    .poll(() => client.outbox.messages.getSnapshot())
    .toMatchObject([{ state: 'refused', refusal: { code: 'CONTEXT_CHANGED', messages: [{ message: 'never mind' }] } }]);
  expect(await client.outbox.anyway(answer.clientMessageId)).toBe(true);
  await expect.poll(() => textsOf(storedIn(conversation))).toEqual(['first', 'never mind', 'here is how']);
});

test('at the limit messages wait as long as they are told, and go out by themselves', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user, { message: 'first' });
  const environment = inject('system').further.gateway[2];
  const gateway = await startFurther('gateway', { ...environment, CHAT_RATE_LIMIT_MESSAGES: '3/4s' });
  try {
    const refused: number[] = [];
    const counting: typeof fetch = async (...args) => {
      const response = await fetch(...args);
      if (response.status === 429) refused.push(response.status);
      return response;
    };
    const client = userClient(user, { baseUrl: `http://127.0.0.1:${environment?.PORT}`, fetch: counting });
    for (const text of numbered(7)) client.outbox.send(id, text);
    await expect.poll(() => client.outbox.messages.getSnapshot()[0]?.waitsUntil).toBeGreaterThan(Date.now());
    await expect.poll(() => client.outbox.messages.getSnapshot(), { timeout: 20_000 }).toEqual([]);
    expect(textsOf(await readAll(user, id))).toEqual(['first', ...numbered(7)]);
    expect(refused.length).toBeLessThanOrEqual(4);
  } finally {
    gateway.kill();
  }
});
