import type { ClientOptions } from '@livechat/client/client';
import { createHostSession } from '@livechat/client/host-session';
import { processLock } from '@livechat/client/lock';
import { createLoginSession } from '@livechat/client/login-session';
import type { OpenConversation } from '@livechat/client/open-conversation';
import { senderOf } from '@livechat/client/session';
import { memoryStorage } from '@livechat/client/storage';
import type { Message } from '@livechat/contracts/chat/message';
import { expect, inject, test, vi } from 'vitest';
import { isLive, kept, storedIn, textsIn, userClient } from './setup/clients.ts';
import { messagesPath, openConversation, readAll, readConversation, send } from './setup/conversations.ts';
import { startFaultyProxy } from './setup/faulty-proxy.ts';
import { newPerson, type Person } from './setup/people.ts';
import { suspiciousText } from './setup/suspicious-text.ts';

/** A device of one person or more, and the app on it: with a network, or with none at all, not even for a token. */
function newDevice() {
  const storage = memoryStorage();
  const onDevice = (person: Person, more: Partial<ClientOptions>) =>
    userClient(person, { storage, keepLoaded: true, ...more });
  return {
    storage,
    app: (person: Person, more: Partial<ClientOptions> = {}) => onDevice(person, more),
    offline(person: Person) {
      const sender = senderOf('user', person.subject);
      const noToken = async () => {
        throw new Error('no network');
      };
      const session = kept(createHostSession({ sender, getToken: noToken }));
      return onDevice(person, { session, baseUrl: 'http://127.0.0.1:9' });
    },
    keys: async () => (await storage.list('kept/')).map(([key]) => key),
  };
}

type Device = ReturnType<typeof newDevice>;

/** Opens the app once with a network, looks at list and conversation, and leaves. */
async function visit(device: Device, person: Person, id: number): Promise<readonly Message[]> {
  const client = device.app(person);
  const [conversation, list] = [client.openConversation(id), client.listConversations()];
  await isLive(conversation);
  await expect.poll(() => list.getSnapshot().status).toBe('ready');
  await client.flush();
  const messages = storedIn(conversation);
  client.close();
  return messages;
}

/** What is shown is what is stored; read anew each time, since the marks of what was delivered come a little later. */
async function becomesStored(conversation: OpenConversation, person: Person, id: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const stored = await readAll(person, id);
      expect(storedIn(conversation)).toEqual(stored);
    },
    { timeout: 15_000, interval: 100 },
  );
}

/** Every state that is shown is an unbroken run: nothing twice, in another order or with a hole. Gives the first seqs. */
function watchOrder(conversation: OpenConversation): (number | undefined)[] {
  const begins: (number | undefined)[] = [];
  conversation.subscribe(() => {
    const seqs = storedIn(conversation).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 1) + index));
    if (begins.at(-1) !== seqs[0]) begins.push(seqs[0]);
  });
  return begins;
}

async function sendMany(people: readonly Person[], id: number, count: number): Promise<void> {
  for (let from = 0; from < count; from += 20) {
    const batch = Array.from({ length: Math.min(20, count - from) }, (_, index) => from + index);
    await Promise.all(
      batch.map((index) => send(people[index % people.length] ?? newPerson('user'), id, `question ${index} of many`)),
    );
  }
}

test('without a network, not even for a token, the app shows what it showed before', async () => {
  const [user, device] = [newPerson('user'), newDevice()];
  const { id } = await openConversation(user, { subject: 'Printer', message: 'It burns' });
  await send(newPerson('admin'), id, 'Take it outside');
  const before = await visit(device, user, id);
  expect(before).toHaveLength(2);

  const client = device.offline(user);
  const [conversation, list] = [client.openConversation(id), client.listConversations()];
  await expect.poll(() => conversation.getSnapshot().status).toBe('ready');
  await expect.poll(() => client.connection.state.getSnapshot().state).toBe('offline');
  expect(storedIn(conversation)).toEqual(before);
  expect(conversation.getSnapshot()).toMatchObject({ live: false, conversation: { id, subject: 'Printer' } });
  await expect
    .poll(() => list.getSnapshot())
    .toMatchObject({
      status: 'ready',
      stale: true,
      conversations: [{ id, subject: 'Printer', lastMessage: { message: 'Take it outside' } }],
    });
  const sent = conversation.send('It is still burning');
  expect(textsIn(conversation)).toEqual(['It burns', 'Take it outside', 'It is still burning']);
  await expect.poll(async () => (await device.storage.list('outbox/')).length).toBe(1);
  client.close();

  // The same app with a network again: what was written goes out, and what is shown is what is stored.
  const next = device.app(user);
  const again = next.openConversation(id);
  watchOrder(again);
  await expect.poll(() => storedIn(again).at(-1)?.clientMessageId).toBe(sent.clientMessageId);
  await isLive(again);
  await becomesStored(again, user, id);
});

test('what was kept becomes what is stored: messages, edits, read marks and what staff took away meanwhile', async () => {
  const [user, staff, device] = [newPerson('user'), newPerson('admin'), newDevice()];
  const { id } = await openConversation(user, { message: 'first' });
  const mine = (await send(user, id, 'helo')).body.message;
  const marked = (await send(user, id, suspiciousText())).body.message;
  await sendMany([user, staff], id, 120);
  const before = await visit(device, user, id);
  expect(before.at(-1)?.seq).toBe(123);
  // Older ones were loaded too, and are kept with them.
  const scrolled = device.app(user);
  const old = scrolled.openConversation(id);
  await isLive(old);
  while (old.getSnapshot().hasOlder) await old.loadOlder();
  scrolled.close();

  await user.call('PATCH', `${messagesPath(user, id)}/${mine.id}`, { message: 'hello' });
  await staff.call('PATCH', `${messagesPath(staff, id)}/${marked.id}/review`, { verdict: 'reject' });
  await staff.call('PATCH', `${messagesPath(staff, id)}/read`, { upToSeq: 100 });
  await sendMany([staff, user], id, 130);

  const client = device.app(user);
  const conversation = client.openConversation(id);
  const begins = watchOrder(conversation);
  await isLive(conversation);
  expect(begins).toEqual([1]);
  await becomesStored(conversation, user, id);
  const stored = storedIn(conversation);
  expect(stored).toHaveLength(253);
  expect(stored[1]).toMatchObject({ message: 'hello', isEdited: true, status: 'read' });
  expect(stored[2]?.message).not.toBe(marked.message);
  await vi.waitFor(
    async () => {
      const conversationNow = await readConversation(user, id);
      expect(conversation.getSnapshot().conversation).toEqual(conversationNow);
    },
    { timeout: 15_000, interval: 100 },
  );
});

test('over REST alone, while no socket can be opened, it catches up too', async () => {
  const [user, device] = [newPerson('user'), newDevice()];
  const { id } = await openConversation(user);
  await sendMany([user], id, 120);
  await visit(device, user, id);
  await sendMany([user], id, 130);
  const { gateway } = inject('system');
  const toGateway: typeof fetch = (input, init) => {
    const { pathname, search } = new URL(String(input));
    return fetch(gateway + pathname + search, init);
  };
  const client = device.app(user, { baseUrl: 'http://127.0.0.1:9', fetch: toGateway });
  const conversation = client.openConversation(id);
  watchOrder(conversation);
  await expect.poll(() => storedIn(conversation).at(-1)?.seq).toBe(251);
  expect(conversation.getSnapshot().live).toBe(false);
  while (conversation.getSnapshot().hasOlder) await conversation.loadOlder();
  await becomesStored(conversation, user, id);
});

test('who missed more than 500 messages begins anew from the newest page, with all the others behind it', async () => {
  const [user, staff, device] = [newPerson('user'), newPerson('admin'), newDevice()];
  const { id } = await openConversation(user);
  await sendMany([user, staff], id, 40);
  await visit(device, user, id);
  await sendMany([staff, user], id, 510);
  let pages = 0;
  const counting: typeof fetch = (input, init) => {
    if (String(input).includes(messagesPath(user, id))) pages += 1;
    return fetch(input, init);
  };
  const client = device.app(user, { fetch: counting });
  const conversation = client.openConversation(id);
  const begins = watchOrder(conversation);
  await isLive(conversation);
  // The newest, and that once more if the socket came after it; all of them would be six.
  expect(pages).toBeLessThanOrEqual(3);
  // First what was kept, then the newest page in its place, and nothing in between.
  expect(begins).toEqual([1, 502]);
  while (conversation.getSnapshot().hasOlder) await conversation.loadOlder();
  await becomesStored(conversation, user, id);
  expect(storedIn(conversation)).toHaveLength(551);
});

test('another person on the same device sees nothing of it, with a network or without', async () => {
  const [user, other, device] = [newPerson('user'), newPerson('user'), newDevice()];
  const { id } = await openConversation(user, { subject: 'Secret' });
  await visit(device, user, id);
  const own = await openConversation(other, { subject: 'Own' });

  const offline = device.offline(other);
  const [unread, emptyList] = [offline.openConversation(id), offline.listConversations()];
  await expect.poll(() => emptyList.getSnapshot().failure).toMatchObject({ kind: 'no-answer' });
  expect(unread.getSnapshot()).toMatchObject({ status: 'loading', items: [], conversation: undefined });
  expect(emptyList.getSnapshot()).toMatchObject({ status: 'loading', stale: false, conversations: [] });
  offline.close();

  const client = device.app(other);
  const shown: string[] = [];
  const [foreign, list] = [client.openConversation(id), client.listConversations()];
  foreign.subscribe(() => shown.push(...textsIn(foreign)));
  list.subscribe(() => shown.push(...list.getSnapshot().conversations.map(({ subject }) => subject)));
  await expect.poll(() => foreign.getSnapshot()).toMatchObject({ status: 'refused', failure: { code: 'NOT_FOUND' } });
  await expect.poll(() => list.getSnapshot().conversations.map((row) => row.id)).toEqual([own.id]);
  expect(new Set(shown)).toEqual(new Set(['Own']));
});

test('when somebody else signs in while the app is open, what the one before saw is gone from screen and device', async () => {
  const [user, other, device] = [newPerson('user'), newPerson('user'), newDevice()];
  const { id } = await openConversation(user, { subject: 'Secret' });
  await openConversation(other, { subject: 'Own' });
  let token = user.token;
  const session = kept(createHostSession({ getToken: () => token }));
  const client = device.app(user, { session });
  const [conversation, list] = [client.openConversation(id), client.listConversations()];
  const subjects = () => list.getSnapshot().conversations.map(({ subject }) => subject);
  await isLive(conversation);
  await expect.poll(subjects).toEqual(['Secret']);
  await client.flush();
  token = other.token;
  await session.resume();
  expect(conversation.getSnapshot()).toMatchObject({ items: [], conversation: undefined, live: false });
  expect(subjects()).toEqual([]);
  await expect.poll(subjects).toEqual(['Own']);
  await expect.poll(() => conversation.getSnapshot()).toMatchObject({ status: 'refused', items: [] });
  await client.flush();
  expect(await device.keys()).toEqual([]);
});

test('a conversation that is no longer there for its person is forgotten, and the refusal shown', async () => {
  const [user, device] = [newPerson('user'), newDevice()];
  const { id } = await openConversation(newPerson('user'));
  const ownId = (await openConversation(user)).id;
  await visit(device, user, ownId);
  // As if what is another person's by now had been theirs.
  const [key = ''] = (await device.keys()).filter((one) => one.includes('/conversation/'));
  const value = JSON.stringify(await device.storage.get(key));
  const moved = value.replaceAll(`"conversationId":${ownId}`, `"conversationId":${id}`);
  const gone = JSON.parse(moved.replace(`"id":${ownId}`, `"id":${id}`));
  const goneKey = key.replace(/\d+$/, String(id));
  await device.storage.set(goneKey, gone);
  const conversation = device.app(user).openConversation(id);
  const statuses = new Set<string>();
  conversation.subscribe(() => statuses.add(conversation.getSnapshot().status));
  await expect
    .poll(() => conversation.getSnapshot())
    .toMatchObject({ status: 'refused', failure: { code: 'NOT_FOUND' }, items: [], conversation: undefined });
  expect([...statuses]).toEqual(['ready', 'refused']);
  await expect.poll(() => device.storage.get(goneKey)).toBeUndefined();
});

test('the list shows what was kept and then what is stored; a conversation that is new to it comes in', async () => {
  const [user, device] = [newPerson('user'), newDevice()];
  const { id } = await openConversation(user, { subject: 'First' });
  await visit(device, user, id);
  await send(newPerson('admin'), id, 'an answer');
  await openConversation(user, { subject: 'Second' });
  const proxy = await startFaultyProxy(inject('system').gateway);
  proxy.refuse(true);
  const list = device.app(user, { baseUrl: proxy.url }).listConversations();
  const subjects = () => list.getSnapshot().conversations.map(({ subject }) => subject);
  await expect.poll(() => list.getSnapshot()).toMatchObject({ status: 'ready', stale: true });
  expect(subjects()).toEqual(['First']);
  proxy.refuse(false);
  await expect.poll(() => list.getSnapshot().stale, { timeout: 20_000 }).toBe(false);
  expect(subjects()).toEqual(['Second', 'First']);
  expect(list.getSnapshot().conversations[1]).toMatchObject({
    userUnreadCount: 1,
    lastMessage: { message: 'an answer' },
  });
});

test('signing out forgets what was kept, also what another tab of the same sign-in would still write', async () => {
  const { gateway: baseUrl } = inject('system');
  const [device, lock] = [newDevice(), processLock()];
  const { storage } = device;
  const first = kept(createLoginSession({ baseUrl, storage, lock }));
  await first.login({ username: 'demo', password: 'demo' });
  const second = kept(createLoginSession({ baseUrl, storage, lock }));
  const [tab, otherTab] = [first, second].map((session) => device.app(newPerson('user'), { session }));
  if (!tab || !otherTab) throw new Error('two tabs were opened');
  const started = tab.outbox.startConversation({ subject: 'Fire', message: 'It burns' });
  const conversation = tab.openConversation(started.conversation);
  await isLive(conversation);
  const inOther = otherTab.openConversation(conversation.getSnapshot().id ?? 0);
  await isLive(inOther);
  await tab.flush();
  expect((await device.keys()).filter((key) => key.includes('/conversation/'))).toHaveLength(1);

  await first.logout();
  await expect.poll(() => second.state.getSnapshot().state, { timeout: 20_000 }).toBe('ended');
  await Promise.all([tab.flush(), otherTab.flush()]);
  expect(await device.keys()).toEqual([]);
});

test('when the host application says that there is no token any more, what was kept is forgotten', async () => {
  const [user, device] = [newPerson('user'), newDevice()];
  const { id } = await openConversation(user);
  await visit(device, user, id);
  let token: string | null = user.token;
  const session = kept(createHostSession({ getToken: () => token }));
  const client = device.app(user, { session });
  await isLive(client.openConversation(id));
  expect(await device.keys()).not.toEqual([]);
  token = null;
  await session.resume();
  await client.flush();
  expect(await device.keys()).toEqual([]);
});
