import { createHostSession } from '@livechat/client/host-session';
import { processLock } from '@livechat/client/lock';
import { createLoginSession } from '@livechat/client/login-session';
import { memoryStorage } from '@livechat/client/storage';
import { expect, inject, test } from 'vitest';
import { isLive, kept, staffClient, storedIn, userClient } from './setup/clients.ts';
import { openConversation, readAll, send } from './setup/conversations.ts';
import { query } from './setup/database.ts';
import { startFaultyProxy } from './setup/faulty-proxy.ts';
import { newPerson, signToken } from './setup/people.ts';
import { manifest } from './setup/processes.ts';
import { seeded } from './setup/seeded.ts';

const stateOf = (client: ReturnType<typeof userClient>) => client.connection.state.getSnapshot();

test('after a cut the client is back by itself, with what was said, changed and read meanwhile', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user, { message: 'first' });
  const proxy = await startFaultyProxy(inject('system').gateway);
  const client = userClient(user, { baseUrl: proxy.url });
  const conversation = client.openConversation(id);
  await isLive(conversation);
  proxy.refuse(true);
  proxy.cut();
  await expect.poll(() => stateOf(client).state).toBe('offline');
  expect(conversation.getSnapshot().live).toBe(false);
  const missed = await send(staff, id, 'misspelt');
  await staff.call('PATCH', `/api/chat/admin/conversations/${id}/messages/${missed.body.message.id}`, {
    message: 'right',
  });
  await staff.call('PATCH', `/api/chat/admin/conversations/${id}/messages/read`, {});
  proxy.refuse(false);
  client.connection.hint();
  await isLive(conversation);
  await expect
    .poll(() => storedIn(conversation))
    .toMatchObject([
      { message: 'first', status: 'read' },
      { message: 'right', isEdited: true },
    ]);
  await expect
    .poll(async () => JSON.stringify(storedIn(conversation)) === JSON.stringify(await readAll(user, id)))
    .toBe(true);
});

test('a connection that swallows everything is noticed at a hint, and replaced', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user, { message: 'first' });
  const proxy = await startFaultyProxy(inject('system').gateway);
  const client = userClient(user, { baseUrl: proxy.url });
  const conversation = client.openConversation(id);
  await isLive(conversation);
  proxy.swallow(true);
  client.connection.hint();
  await expect.poll(() => stateOf(client).state, { timeout: 10_000 }).not.toBe('online');
  await send(staff, id, 'meanwhile');
  proxy.swallow(false);
  proxy.cut();
  await expect.poll(() => storedIn(conversation).length, { timeout: 20_000 }).toBe(2);
});

test('an edit and a read mark whose events vanished are there within 25 s', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user, { message: 'first' });
  const conversation = userClient(user).openConversation(id);
  await isLive(conversation);
  await query(
    `update chat_messages set message = 'changed', is_edited = true, edited_at = now(), status = 'read', read_at = now(),
     read_by = 1, delivered_at = now(), updated_at = now() where conversation_id = $1`,
    [id],
  );
  await expect
    .poll(() => storedIn(conversation), { timeout: 25_000 })
    .toMatchObject([{ message: 'changed', status: 'read' }]);
  expect(storedIn(conversation)).toEqual(await readAll(user, id));
});

test('kill -9 of the realtime instances in mid-conversation: both sides go on, with every message once', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user, { message: 'first' });
  const [customer, agent] = [userClient(user), staffClient(staff)];
  const [mine, theirs] = [customer.openConversation(id), agent.openConversation(id)];
  await isLive(mine);
  await isLive(theirs);
  for (let number = 0; number < 30; number += 1) {
    mine.send(`user ${number}`);
    theirs.send(`staff ${number}`);
    if (number === 10) for (const { pid } of manifest().services.realtime) process.kill(pid, 'SIGKILL');
  }
  await expect.poll(() => storedIn(mine).length, { timeout: 25_000 }).toBe(61);
  await expect.poll(() => storedIn(theirs).length, { timeout: 25_000 }).toBe(61);
  await isLive(mine);
  await isLive(theirs);
  expect(storedIn(mine).map(({ seq }) => seq)).toEqual(Array.from({ length: 61 }, (_, index) => index + 1));
  for (const [side, name] of [
    ['user', 'user'],
    ['admin', 'staff'],
  ]) {
    const texts = storedIn(theirs).filter(({ senderType, seq }) => senderType === side && seq > 1);
    expect(texts.map(({ message }) => message)).toEqual(Array.from({ length: 30 }, (_, index) => `${name} ${index}`));
  }
});

test('in a storm of cuts, refusals, delays and silence 200 messages of two sides end once, in order, as REST says', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user, { message: 'first' });
  const random = seeded(20261123);
  const proxy = await startFaultyProxy(inject('system').gateway);
  const [customer, agent] = [userClient(user, { baseUrl: proxy.url }), staffClient(staff, { baseUrl: proxy.url })];
  const [mine, theirs] = [customer.openConversation(id), agent.openConversation(id)];
  for (let round = 0; round < 20; round += 1) {
    for (let number = 0; number < 5; number += 1) {
      mine.send(`user ${round * 5 + number}`);
      theirs.send(`staff ${round * 5 + number}`);
    }
    const fault = Math.floor(random() * 5);
    if (fault === 0) proxy.cut();
    if (fault === 1) proxy.eatAnswers(1 + Math.floor(random() * 4));
    proxy.refuse(fault === 2);
    proxy.delay(fault === 3 ? Math.floor(random() * 80) : 0);
    proxy.swallow(fault === 4);
    const before = mine.getSnapshot().items.length;
    // The length of a fault is its own; nothing is expected of it.
    await new Promise((resolve) => setTimeout(resolve, 50 + random() * 400));
    expect(mine.getSnapshot().items.length).toBeGreaterThanOrEqual(before);
    if (fault === 4) proxy.cut();
  }
  proxy.refuse(false);
  proxy.delay(0);
  proxy.swallow(false);
  proxy.eatAnswers(0);
  for (const client of [customer, agent]) client.connection.hint();
  for (const side of [mine, theirs]) {
    await expect.poll(() => storedIn(side).length, { timeout: 60_000 }).toBe(201);
    await isLive(side);
  }
  for (const client of [customer, agent]) {
    await expect.poll(() => client.outbox.messages.getSnapshot(), { timeout: 20_000 }).toEqual([]);
  }
  for (const [name, type] of [
    ['user', 'user'],
    ['staff', 'admin'],
  ]) {
    const texts = storedIn(mine).filter(({ senderType, seq }) => senderType === type && seq > 1);
    expect(texts.map(({ message }) => message)).toEqual(Array.from({ length: 100 }, (_, index) => `${name} ${index}`));
  }
  for (const [side, person] of [
    [mine, user],
    [theirs, staff],
  ] as const) {
    await side.loadOlder();
    side.check();
    const same = async () => JSON.stringify(storedIn(side)) === JSON.stringify(await readAll(person, id));
    await expect.poll(same, { timeout: 25_000 }).toBe(true);
  }
}, 150_000);

test('a token that ends is renewed in place: the connection stays, and lives on after the first one’s end', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user, { message: 'first' });
  const claims = { sub: user.subject, username: user.username, name: 'Carl' };
  let given = 0;
  const session = kept(
    createHostSession({
      getToken() {
        given += 1;
        return signToken(claims, { expiresIn: given === 1 ? '5 s' : '10 minutes' });
      },
    }),
  );
  const client = userClient(user, { session });
  const conversation = client.openConversation(id);
  await isLive(conversation);
  const states: string[] = [];
  client.connection.state.subscribe(() => states.push(stateOf(client).state));
  const firstEnds = Date.now() + 6_000;
  await expect.poll(() => Date.now() > firstEnds, { timeout: 10_000 }).toBe(true);
  conversation.send('still here');
  await expect.poll(() => storedIn(conversation).length).toBe(2);
  expect(states).toEqual([]);
  expect(given).toBe(2);
});

test('a call with a token that is no longer believed renews it once for many, and answers', async () => {
  const user = newPerson('user');
  let given = 0;
  const session = kept(
    createHostSession({
      getToken(renew) {
        given += 1;
        return renew ? user.token : `${user.token}x`;
      },
    }),
  );
  const { calls } = userClient(user, { session });
  const answers = await Promise.all(Array.from({ length: 10 }, () => calls.listConversations()));
  for (const answer of answers) expect(answer.ok).toBe(true);
  expect(given).toBe(2);
});

test('who is signed out elsewhere is refused, and does not knock again; the session says that it ended', async () => {
  const { gateway: baseUrl } = inject('system');
  const storage = memoryStorage();
  const [here, elsewhere] = [processLock(), processLock()].map((lock) =>
    kept(createLoginSession({ baseUrl, storage, lock })),
  );
  if (!here || !elsewhere) throw new Error('two sessions were made');
  expect(await here.login({ username: 'demo', password: 'demo' })).toMatchObject({
    ok: true,
    value: { username: 'demo' },
  });
  const client = userClient(newPerson('user'), { session: here });
  await expect.poll(() => stateOf(client).state).toBe('online');
  const token = here.newest.getSnapshot() ?? '';
  await fetch(`${baseUrl}/api/auth/logout`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
  await expect.poll(() => stateOf(client), { timeout: 10_000 }).toMatchObject({ state: 'refused', code: 'SIGNED_OUT' });
  expect(here.state.getSnapshot()).toMatchObject({ state: 'ended' });
  expect(await client.calls.listConversations()).toMatchObject({ kind: 'no-answer', code: 'SIGNED_OUT' });
});

test('two tabs on one sign-in renew it without using a refresh token twice', async () => {
  const { gateway: baseUrl } = inject('system');
  const [storage, lock] = [memoryStorage(), processLock()];
  const first = kept(createLoginSession({ baseUrl, storage, lock }));
  await first.login({ username: 'demo', password: 'demo' });
  const second = kept(createLoginSession({ baseUrl, storage, lock }));
  await expect.poll(() => second.state.getSnapshot().state).toBe('signed-in');
  const old = first.newest.getSnapshot() ?? '';
  const renewed = await Promise.all([first.renew(old), second.renew(old), first.renew(old)]);
  expect(new Set(renewed.map((answer) => answer.ok && answer.value)).size).toBe(1);
  expect(renewed[0]?.ok).toBe(true);
  // A refresh token that is used twice ends all of the sign-in, this tab's too.
  const client = userClient(newPerson('user'), { session: second });
  expect(await client.calls.me()).toMatchObject({ ok: true, value: { principal: { username: 'demo' } } });
});

test('a wrong password is a refusal with its code', async () => {
  const session = kept(createLoginSession({ baseUrl: inject('system').gateway }));
  const answer = await session.login({ username: 'demo', password: 'wrong' });
  expect(answer).toMatchObject({ ok: false, kind: 'refused', code: 'INVALID_CREDENTIALS' });
  expect(session.state.getSnapshot()).toEqual({ state: 'signed-out' });
});
