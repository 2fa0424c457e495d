import { expect, test } from 'vitest';
import { isLive, staffClient, storedIn, textsIn, userClient } from './setup/clients.ts';
import { openConversation, readAll, readConversation, send } from './setup/conversations.ts';
import { newPerson, principalOf } from './setup/people.ts';

test('a customer opens a conversation and both sides see every message once, in order, with their marks', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin', 'Ada')];
  const [customer, agent] = [userClient(user), staffClient(staff)];
  const inbox = agent.listConversations({ assignee: 'none', sort: 'activity' });
  const started = customer.outbox.startConversation({ subject: 'Fire', message: 'one' });
  const mine = customer.openConversation(started.conversation);
  expect(textsIn(mine)).toEqual(['one']);
  mine.send('two');
  await expect
    .poll(() => storedIn(mine).map(({ seq, message }) => [seq, message]))
    .toEqual([
      [1, 'one'],
      [2, 'two'],
    ]);
  const id = mine.getSnapshot().id ?? 0;
  await expect
    .poll(() => inbox.getSnapshot().conversations.some((row) => row.id === id), { timeout: 5_000 })
    .toBe(true);
  expect(inbox.getSnapshot().page?.counts.unassigned).toBeGreaterThan(0);

  const theirs = agent.openConversation(id);
  await expect.poll(() => textsIn(theirs)).toEqual(['one', 'two']);
  theirs.typing();
  await expect.poll(() => mine.getSnapshot().typing).toMatchObject([{ userType: 'admin', displayName: 'Ada' }]);
  theirs.markRead(2);
  theirs.send('three');
  await expect.poll(() => textsIn(mine)).toEqual(['one', 'two', 'three']);
  await expect.poll(() => mine.getSnapshot().typing).toEqual([]);
  await expect.poll(() => storedIn(mine).map(({ status }) => status)).toEqual(['read', 'read', 'delivered']);
  mine.markRead(3);
  await expect.poll(() => storedIn(theirs)[2]?.status).toBe('read');
  await expect.poll(() => storedIn(mine)).toEqual(await readAll(user, id));
  expect(storedIn(theirs)).toEqual(await readAll(staff, id));
  expect(customer.outbox.messages.getSnapshot()).toEqual([]);
  const { id: adminId } = await principalOf(staff);
  await expect.poll(() => theirs.getSnapshot().viewers).toMatchObject([{ adminId }]);
  await expect.poll(() => mine.getSnapshot().conversation).toEqual(await readConversation(user, id));
});

test('older pages join on without gap, and the newest come first', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  for (let from = 2; from <= 121; from += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, index) => send(staff, id, `message ${from + index}`)));
  }
  const conversation = userClient(user).openConversation(id);
  await isLive(conversation);
  const seqs = () => storedIn(conversation).map(({ seq }) => seq);
  const upTo = (first: number) => Array.from({ length: 121 - first + 1 }, (_, index) => first + index);
  expect(seqs()).toEqual(upTo(72));
  expect(await conversation.loadOlder()).toBe(true);
  expect(seqs()).toEqual(upTo(22));
  expect(conversation.getSnapshot().hasOlder).toBe(true);
  expect(await conversation.loadOlder()).toBe(true);
  expect(conversation.getSnapshot().hasOlder).toBe(false);
  expect(await conversation.loadOlder()).toBe(false);
  expect(storedIn(conversation)).toEqual(await readAll(user, id));
});

test('a foreign conversation is refused, for good, and shows nothing', async () => {
  const [user, stranger] = [newPerson('user'), newPerson('user')];
  const { id } = await openConversation(user);
  const conversation = userClient(stranger).openConversation(id);
  await expect
    .poll(() => conversation.getSnapshot())
    .toMatchObject({
      status: 'refused',
      failure: { kind: 'refused', code: 'NOT_FOUND' },
      items: [],
    });
});

test("a user's list shows a new answer and what is unread without being opened or loaded again", async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user, { subject: 'First' });
  const client = userClient(user);
  const heard: string[] = [];
  client.connection.on('new-chat-message', ({ message }) => heard.push(message.message));
  const list = client.listConversations();
  await expect.poll(() => list.getSnapshot().conversations.map((row) => row.subject)).toEqual(['First']);
  const before = list.getSnapshot();
  expect(list.getSnapshot()).toBe(before);
  await send(staff, id, 'an answer');
  await expect
    .poll(() => list.getSnapshot().conversations)
    .toMatchObject([{ id, userUnreadCount: 1, lastMessage: { message: 'an answer' } }]);
  // The first answer of staff changed the assignee, which users are told of by itself; the second changes nothing.
  await send(staff, id, 'another');
  await expect
    .poll(() => list.getSnapshot().conversations)
    .toMatchObject([{ id, userUnreadCount: 2, lastMessage: { message: 'another' } }]);
  expect(heard).toContain('another');
  await openConversation(user, { subject: 'Second' });
  await expect.poll(() => list.getSnapshot().conversations.map((row) => row.subject)).toEqual(['Second', 'First']);
});

test('users hear whether support is there, staff who comes and goes', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const agent = staffClient(staff);
  await expect.poll(() => agent.connection.state.getSnapshot().state).toBe('online');
  const customer = userClient(user);
  await expect.poll(() => customer.presence.support.getSnapshot()).toBe(true);
  const { id } = await principalOf(user);
  await expect.poll(() => agent.presence.people.getSnapshot().get(`user:${id}`)).toBe(true);
});

test('every call answers with a value: what is there, a refusal with its code, or why there is no answer', async () => {
  const user = newPerson('user');
  const { calls } = userClient(user);
  const created = await calls.createConversation({ subject: 'Fire', message: 'It burns' });
  expect(created).toMatchObject({ ok: true, value: { conversation: { subject: 'Fire' }, message: { seq: 1 } } });
  expect(await calls.me()).toEqual({ ok: true, value: { principal: await principalOf(user) } });
  expect(await calls.standing()).toMatchObject({ ok: true, value: { remaining: {}, support: {} } });
  expect(await calls.getConversation({ conversationId: 2 ** 40 })).toMatchObject({
    ok: false,
    kind: 'refused',
    code: 'NOT_FOUND',
  });
  expect(await calls.listMessages({ conversationId: 1, limit: 1000 })).toMatchObject({
    kind: 'refused',
    code: 'VALIDATION_FAILED',
    errors: [{ path: 'limit' }],
  });
  const aborted = AbortSignal.abort();
  expect(await calls.listConversations({}, { signal: aborted })).toMatchObject({ kind: 'no-answer', code: 'ABORTED' });
  const nowhere = userClient(user, { baseUrl: 'http://127.0.0.1:9' });
  expect(await nowhere.calls.listConversations()).toMatchObject({ kind: 'no-answer', code: 'UNREACHABLE' });
});

test('a conversation that was left keeps its messages, counts nobody as looking, and is current when it is back', async () => {
  const [user, staff, colleague] = [newPerson('user'), newPerson('admin'), newPerson('admin')];
  const { id } = await openConversation(user);
  const [left, watched] = [staffClient(staff).openConversation(id), staffClient(colleague).openConversation(id)];
  await isLive(left);
  await expect.poll(() => watched.getSnapshot().viewers.length).toBe(2);
  left.pause();
  await expect.poll(() => watched.getSnapshot().viewers.length).toBe(1);
  await send(user, id, 'while it was left');
  await expect.poll(() => textsIn(watched)).toContain('while it was left');
  expect(left.getSnapshot()).toMatchObject({ live: false, status: 'ready' });
  expect(textsIn(left)).toHaveLength(1);
  left.resume();
  await isLive(left);
  expect(storedIn(left)).toEqual(await readAll(staff, id));
  await expect.poll(() => watched.getSnapshot().viewers.length).toBe(2);
});

test('what the answer to a change says is in lists and open conversations at once', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const client = staffClient(staff);
  const [list, conversation] = [client.listConversations({ status: 'open' }), client.openConversation(id)];
  await isLive(conversation);
  const isListed = () => list.getSnapshot().conversations.some((row) => row.id === id);
  await expect.poll(isListed).toBe(true);
  const answer = await client.calls.updateConversation({ conversationId: id, status: 'closed' });
  if (!answer.ok) throw new Error(answer.detail);
  client.know(answer.value.conversation);
  expect(isListed()).toBe(false);
  expect(conversation.getSnapshot().conversation?.status).toBe('closed');
});
