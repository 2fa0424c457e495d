import { randomUUID } from 'node:crypto';
import { clientEvents } from '@livechat/contracts/reference/socket-events';
import { events, requests, signals } from '@livechat/contracts/registry';
import { serverEvents } from '@livechat/contracts/socket';
import { headers, type NatsConnection } from 'nats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConversation, send } from './setup/conversations.ts';
import { connectNats } from './setup/nats.ts';
import { newPerson, principalOf, signToken } from './setup/people.ts';
import { answered, asyncApi, holdBus } from './setup/reference.ts';
import { connectSocket, join, type TestSocket } from './setup/sockets.ts';

// What the AsyncAPI document declares: every event and subject occurs here, every refusal is provoked, and whatever
// occurs in any system test is held against it.

const rejected =
  'Congratulations you won! Claim your prize: https://bit.ly/x act now, work from home and earn $5000, no prescription needed';

let nats: NatsConnection;
const told = new Set<string>();

beforeAll(async () => {
  nats = await connectNats();
  for (const contract of [...Object.values(events), ...Object.values(signals)]) {
    nats.subscribe(contract.subject.replace('{conversationId}', '*'), {
      callback(_err, message) {
        told.add(contract.name);
        holdBus(contract.name, message.json());
      },
    });
  }
  await nats.flush();
});

afterAll(() => nats.close());

/** Runs every event once with what fits, unless `fields` say otherwise. */
async function everyEvent({ ask }: TestSocket, conversationId: number, fields: object = {}, only?: string) {
  const payloads: Record<string, object> = {
    'send-chat-message': { message: 'Hello' },
    'messages-received': { upToSeq: 1 },
  };
  for (const { event } of clientEvents()) {
    if (event === 'authenticate' || (only !== undefined && event !== only)) continue;
    await ask(event, { conversationId, ...payloads[event], ...fields });
  }
}

test('every event is acknowledged and refused as declared', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const customer = await connectSocket(user);
  const agent = await connectSocket(staff);
  await join(customer, id);
  await everyEvent(customer, id, {}, 'typing-start');
  await everyEvent(customer, id);
  await everyEvent(customer, 2_000_000_000);
  await everyEvent(customer, id, { surprise: true });
  await everyEvent(customer, id, { userId: 1_999_999_999 });
  await everyEvent(customer, id, { userType: 'admin' });
  await everyEvent(customer, id, { senderType: 'admin' }, 'send-chat-message');
  await join(customer, id);
  await everyEvent(customer, id, {}, 'typing-stop');

  const clientMessageId = randomUUID();
  await everyEvent(customer, id, { clientMessageId }, 'send-chat-message');
  await everyEvent(customer, id, { clientMessageId, message: 'another text' }, 'send-chat-message');
  await everyEvent(customer, id, { message: rejected }, 'send-chat-message');
  await everyEvent(agent, id, { basedOnSeq: 0 }, 'send-chat-message');
  await user.call('PATCH', `/api/chat/conversations/${id}/status`, { status: 'closed' });
  await everyEvent(agent, id, {}, 'send-chat-message');

  const fresh = signToken({ sub: user.subject, role: 'user', username: user.username });
  await customer.ask('authenticate', { token: 'nonsense' });
  await customer.ask('authenticate', {});
  await customer.ask('authenticate', { token: fresh });
  await (await connectSocket(user)).ask('authenticate', { token: newPerson('user').token });

  // One who sends too much.
  for (let event = 0; event < 250; event += 1) agent.socket.emit('typing-stop', { conversationId: id });
  await everyEvent(agent, id);
  await agent.ask('authenticate', { token: staff.token });

  const own = clientEvents().flatMap(({ event, errors }) => ['ok', ...errors].map((code) => `${event} ${code}`));
  // The first two are of a system that is broken: broken-system.test.ts. A block ends the socket, so that the answer to
  // an event is a matter of chance: block-users.test.ts, inbound.test.ts.
  const declared = own.filter((answer) => !/ (INTERNAL|UNAVAILABLE|BLOCKED)$/.test(answer));
  expect(declared.length).toBeGreaterThan(40);
  expect(declared.filter((answer) => !answered.has(answer))).toEqual([]);
});

test('every event to clients, every fact and every signal occurs, and fits', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  // Shorter than the warning before its end.
  const brief = signToken({ sub: user.subject, role: 'user', username: user.username }, { expiresIn: '50 seconds' });
  const customer = await connectSocket({ token: brief });
  const agent = await connectSocket(staff);
  const { id } = await openConversation(user);
  for (const socket of [customer, agent]) await join(socket, id);
  await agent.ask('typing-start', { conversationId: id });
  const { message } = (await send(staff, id, 'Hello!')).body;
  await customer.ask('messages-received', { conversationId: id, upToSeq: 2 });
  await customer.ask('mark-messages-read', { conversationId: id });
  await staff.call('PATCH', `/api/chat/admin/conversations/${id}/messages/${message.id}`, { message: 'Hello.' });
  await staff.call('PATCH', `/api/chat/admin/conversations/${id}/status`, { priority: 'high' });
  await send(user, id, 'Good morning');
  await customer.ask('join-chat', { conversationId: 2_000_000_000 });
  const { id: userId } = await principalOf(user);
  await staff.call('PUT', `/api/chat/admin/users/${userId}/block`, { reason: 'for a test' });
  const leaving = newPerson('user');
  await leaving.call('POST', '/api/auth/logout', {});

  const missing = () => Object.keys(serverEvents).filter((name) => !answered.has(name));
  await expect.poll(missing, { timeout: 10_000 }).toEqual([]);
  const names = [...Object.values(events), ...Object.values(signals)].map(({ name }) => name);
  await expect.poll(() => names.filter((name) => !told.has(name)), { timeout: 10_000 }).toEqual([]);
});

test('every request on the bus refuses who says nothing of themselves, who may not ask, and what does not fit', async () => {
  const callers = {
    gateway: await connectNats('gateway'),
    chat: await connectNats('chat'),
    realtime: await connectNats('realtime'),
  };
  const ask = async (caller: keyof typeof callers, subject: string, actor: object | undefined, body: unknown) => {
    const written = headers();
    if (actor) written.set('Livechat-Actor', JSON.stringify(actor));
    written.set('Livechat-Request-Id', 'a-test');
    written.set('Livechat-Time-Left-Ms', '2000');
    const reply = await callers[caller].request(subject, JSON.stringify(body), { timeout: 5_000, headers: written });
    return [reply.headers?.get('Nats-Service-Error-Code'), reply.json<{ failure: string }>().failure, reply.json()];
  };
  for (const {
    name,
    subject,
    callers: [caller],
    actors,
  } of Object.values(requests)) {
    const someone = actors.includes('service' as never)
      ? { role: 'service', name: 'chat' }
      : actors.includes('anonymous' as never)
        ? { role: 'anonymous' }
        : { id: 1, role: actors[0], subject: 'x', username: 'x', displayName: 'x' };
    const stranger = actors.includes('anonymous' as never) ? { role: 'service', name: 'chat' } : { role: 'anonymous' };
    for (const [actor, body, status, code] of [
      [undefined, {}, '400', 'VALIDATION_FAILED'],
      [stranger, {}, '403', 'FORBIDDEN'],
      [someone, 'no object', '400', 'VALIDATION_FAILED'],
    ] as const) {
      const [header, failure, answer] = await ask(caller, subject, actor, body);
      expect([header, failure], `${name} ${code}`).toEqual([status, code]);
      holdBus(`${name}.answer`, answer);
    }
  }
  await Promise.all(Object.values(callers).map((connection) => connection.close()));
  expect(Object.keys(asyncApi.channels)).toEqual(expect.arrayContaining(Object.keys(requests)));
});
