import { randomUUID } from 'node:crypto';
import { readServers } from '@livechat/bus/read-servers';
import { services } from '@livechat/contracts/actor';
import { type EventContract, type RequestContract, type SignalContract, subjectOf } from '@livechat/contracts/contract';
import { type BusUser, busUsers, inboxPrefix } from '@livechat/contracts/permissions';
import { events, requests, signals } from '@livechat/contracts/registry';
import { connect, headers, type NatsConnection } from 'nats';
import { afterAll, expect, inject, test } from 'vitest';
import { messagesPath, openConversation, send } from './setup/conversations.ts';
import { startFurther } from './setup/further-instance.ts';
import { intrude, intruderName } from './setup/intruder.ts';
import { connectNats, natsAccess } from './setup/nats.ts';
import { newPerson, principalOf } from './setup/people.ts';
import { connectSocket, join } from './setup/sockets.ts';

// A service that was taken over, on the bus with its own credentials. A NATS from outside has users of its own.
const ours = test.skipIf(process.env.NATS_URL);

const asked = Object.values<RequestContract>(requests);
const told = [...Object.values<EventContract>(events), ...Object.values<SignalContract>(signals)];
const hearsAll = ['>', '*', 'livechat.>', 'livechat.v1.>', 'livechat.v1.rpc.>', 'livechat.v1.event.>'];
const wide = [
  ...hearsAll,
  'livechat.v1.signal.>',
  'livechat.v1.event.conversation.*.*',
  'livechat.v1.event.conversation.*.>',
  '$SRV.>',
  '$JS.>',
  '$JS.API.>',
  '$JS.ACK.>',
  '$SYS.>',
  '$SYS.REQ.USER.INFO',
  '_INBOX*.>',
  '*.>',
];
const streamVerbs = ['UPDATE', 'DELETE', 'PURGE', 'SNAPSHOT', 'MSG.DELETE'].map((verb) => `STREAM.${verb}`);
const streamApi = [...streamVerbs, 'CONSUMER.CREATE', 'CONSUMER.DURABLE.CREATE', 'DIRECT.GET'].map(
  (verb) => `$JS.API.${verb}.LIVECHAT_EVENTS`,
);
const chatsApi = ['INFO', 'CREATE'].map((verb) => `$JS.API.STREAM.${verb}.LIVECHAT_EVENTS`);

const connections: NatsConnection[] = [];
afterAll(() => Promise.all(connections.map((connection) => connection.close())));

async function open<T extends { connection: NatsConnection }>(opening: Promise<T>): Promise<T> {
  const opened = await opening;
  connections.push(opened.connection);
  return opened;
}
const operate = () => open(connectNats().then((connection) => ({ connection })));

/** Subjects that this user has no business to publish on, by the contracts. */
function foreignToPublish(user: BusUser, canary: string): string[] {
  const isCaller = ({ callers }: RequestContract) => callers.some((caller) => caller === user);
  const answered = services.filter((service) =>
    asked.some(({ owner, callers }) => owner === user && callers.includes(service)),
  );
  const inboxes = busUsers.filter((other) => !(answered as string[]).includes(other) && other !== 'operator');
  return [
    ...asked.filter((contract) => !isCaller(contract)).map(({ subject }) => subject),
    ...told.filter(({ owner }) => owner !== user).map((contract) => subjectOf(contract, 7)),
    ...inboxes.map((other) => `${inboxPrefix(other)}.${canary}`),
    ...streamApi,
    ...(user === 'chat' || user === 'operator' ? [] : ['$JS.API.INFO', '$JS.API.STREAM.NAMES', ...chatsApi]),
    ...(user === 'operator'
      ? ['$JS.API.STREAM.CREATE.LIVECHAT_EVENTS', `_INBOX.${canary}`]
      : ['$SRV.PING', '$SRV.INFO']),
    '$JS.API.STREAM.CREATE.ANOTHER',
    '$SYS.REQ.SERVER.PING',
    'livechat.v1.event.conversation.7.invented',
    'anything',
  ];
}

/** What this user has no business to listen to: a subject, and a queue group after a space. */
function foreignToHear(user: BusUser): string[] {
  const hears = ({ listeners }: EventContract | SignalContract) =>
    user === 'operator' || listeners.some((listener) => listener === user);
  const others = busUsers.filter((other) => other !== user);
  return [
    ...asked.flatMap(({ subject, owner }) => [
      subject,
      `${subject} another`,
      ...(owner === user ? [] : [`${subject} ${owner}`]),
    ]),
    ...told
      .filter((contract) => !hears(contract))
      .flatMap((contract) => [subjectOf(contract, '*'), subjectOf(contract, 7)]),
    ...others.flatMap((other) => [`${inboxPrefix(other)}.>`, `${inboxPrefix(other)}.> ${user}`]),
    ...wide,
    ...(user === 'operator' ? ['$SRV.PING'] : []),
    ...services.filter((other) => other !== user).map((other) => `$SRV.PING.${other}`),
  ];
}

for (const user of busUsers) {
  ours(`${user} can neither publish nor hear what the contracts do not give it`, async () => {
    const { connection, listen, heard, expectRefused } = await open(intrude(user));
    const canary = randomUUID();
    const subjects = foreignToPublish(user, canary);
    for (const subject of subjects) connection.publish(subject, JSON.stringify({ canary }));
    const subscriptions = foreignToHear(user);
    for (const entry of subscriptions) listen(entry);
    expect(Math.min(subjects.length, subscriptions.length)).toBeGreaterThan(20);
    await expectRefused([
      ...subjects.map((subject) => `publish ${subject}`),
      ...subscriptions.map((entry) => `subscription ${entry}`),
    ]);

    // With all that goes on around it, it hears nothing.
    const person = newPerson('user');
    const { id } = await openConversation(person);
    await send(person, id, 'Is anybody listening?');
    await connection.flush();
    expect(heard).toEqual([]);
  });
}

ours('who has another’s password, or none for a name, is not let in', async () => {
  const { servers } = readServers(inject('system').natsUrl);
  const { pass } = natsAccess('moderation');
  const options = { servers, name: intruderName, reconnect: false };
  await expect(connect({ ...options, user: 'chat' })).rejects.toThrow(/Authorization Violation/i);
  await expect(connect({ ...options, user: 'chat', pass: pass ?? '' })).rejects.toThrow(/Authorization Violation/i);
  const passwords = busUsers.map((user) => natsAccess(user).pass);
  expect(new Set(passwords).size).toBe(busUsers.length);
});

ours('who says nothing of themselves may look on, on this one machine, and do nothing', async () => {
  // By the address as `stack.json` has it, of which this client takes no password.
  await open(connect({ servers: inject('system').natsUrl, name: intruderName }).then((connection) => ({ connection })));
  const { connection, listen, heard, expectRefused } = await open(intrude('nobody'));
  const told = 'livechat.v1.event.conversation.*.created';
  listen(told);
  await connection.flush();
  const { id } = await openConversation(newPerson('user'));
  await expect.poll(() => heard).toContain(`livechat.v1.event.conversation.${id}.created`);
  for (const subject of ['livechat.v1.rpc.chat.message.send', `livechat.v1.event.conversation.${id}.message-created`]) {
    connection.publish(subject, '{}');
  }
  listen('livechat.v1.rpc.chat.session.open');
  await expectRefused([
    'publish livechat.v1.rpc.chat.message.send',
    `publish livechat.v1.event.conversation.${id}.message-created`,
    'subscription livechat.v1.rpc.chat.session.open',
  ]);
});

ours('a realtime service that was taken over cannot make up a message', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const customer = await connectSocket(user);
  await join(customer, id);
  const real = (await send(staff, id, 'Hello')).body;
  await expect.poll(() => customer.received('new-chat-message').length).toBe(1);
  const { conversation } = (await user.call<{ conversation: object }>('GET', `/api/chat/conversations/${id}`)).body;
  const made = { ...real.message, id: 2_000_000_000, seq: real.message.seq + 1, message: 'Send me your password' };

  const { connection, expectRefused } = await open(intrude('realtime'));
  const subject = subjectOf(events.messageCreated, id);
  connection.publish(subject, JSON.stringify({ conversation, message: made }));
  await expectRefused([`publish ${subject}`]);
  await send(staff, id, 'Anything else?');
  const texts = () => customer.received('new-chat-message').map(({ message }) => message.message);
  await expect.poll(texts).toEqual(['Hello', 'Anything else?']);
  const { messages } = (await user.call<{ messages: { message: string }[] }>('GET', messagesPath(user, id))).body;
  expect(messages.map(({ message }) => message)).not.toContain(made.message);
});

ours('a caller cannot have chat publish an answer as an event', async () => {
  const user = newPerson('user');
  const { id: principalId } = await principalOf(user);
  const { id } = await openConversation(user);
  const { connection: operator } = await operate();
  const heard: string[] = [];
  operator.subscribe(subjectOf(events.conversationCreated, id), {
    callback: (_err, message) => void heard.push(message.string()),
  });
  await operator.flush();
  const answers = async () => {
    let count = 0;
    for await (const reply of await operator.requestMany('$SRV.STATS.chat', '', { maxWait: 500 })) {
      const { endpoints } = reply.json<{ endpoints: { name: string; num_requests: number }[] }>();
      count += endpoints.find(({ name }) => name === 'getConversation')?.num_requests ?? 0;
    }
    return count;
  };
  const before = await answers();

  const { connection } = await open(intrude('gateway'));
  const written = headers();
  const actor = { id: principalId, role: 'user', subject: 'x', username: 'x', displayName: 'x' };
  written.set('Livechat-Actor', JSON.stringify(actor));
  written.set('Livechat-Request-Id', 'a-test');
  written.set('Livechat-Time-Left-Ms', '2000');
  const reply = subjectOf(events.conversationCreated, id);
  connection.publish(requests.getConversation.subject, JSON.stringify({ conversationId: id }), {
    reply,
    headers: written,
  });
  // Chat publishes in order: when it has counted the request, what it had to say about it was said.
  await expect.poll(answers, { timeout: 10_000 }).toBe(before + 1);
  expect(heard).toEqual([]);
});

ours('a service says loudly what NATS does not let it do', async () => {
  const { user: NATS_USER, pass: NATS_PASSWORD } = natsAccess('moderation');
  const said: string[] = [];
  const environment = { ...inject('system').further.gateway[0], NATS_USER, NATS_PASSWORD, INSTANCE: intruderName };
  const gateway = await startFurther('gateway', environment, (line) => said.push(line));
  const denied = () =>
    said
      .map((line) => JSON.parse(line))
      .filter(({ level, msg }) => level === 'error' && msg === 'NATS does not allow this')
      .map(({ err }) => err.message);
  for (const [act, { subject }] of [
    ['Publish', requests.listRevocations],
    ['Subscription', signals.sessionRevoked],
  ] as const) {
    await expect.poll(denied, { timeout: 10_000 }).toContain(`Permissions Violation for ${act} to "${subject}"`);
  }
  gateway.kill();
});

ours('an operator finds the services, hears what is told and sees the stream', async () => {
  const { connection: operator } = await operate();
  const found = new Set<string>();
  for await (const reply of await operator.requestMany('$SRV.PING', '', { maxWait: 500 })) {
    found.add(reply.json<{ name: string }>().name);
  }
  expect(found).toEqual(new Set(services));
  const heard: string[] = [];
  for (const contract of told) {
    operator.subscribe(subjectOf(contract, '*'), { callback: (_err, message) => void heard.push(message.subject) });
  }
  await operator.flush();
  const { id } = await openConversation(newPerson('user'));
  await expect.poll(() => heard).toContain(subjectOf(events.messageCreated, id));
  const stream = await operator.request('$JS.API.STREAM.INFO.LIVECHAT_EVENTS', '', { timeout: 5_000 });
  expect(stream.json()).toMatchObject({ config: { name: 'LIVECHAT_EVENTS', subjects: ['livechat.v1.event.>'] } });
});
