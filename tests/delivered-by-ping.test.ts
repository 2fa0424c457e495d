import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openConversation, readAll, send } from './setup/conversations.ts';
import { type FurtherInstance, startFurther } from './setup/further-instance.ts';
import { newPerson, type Person } from './setup/people.ts';
import { openSocket } from './setup/sockets.ts';

let instance: FurtherInstance | undefined;
let door = '';

/** One that asks its sockets every second whether they are there. */
beforeAll(async () => {
  const environment = inject('system').further.realtime[1];
  instance = await startFurther('realtime', { ...environment, SOCKET_PING_SECONDS: '1' });
  door = `http://127.0.0.1:${environment?.PORT}`;
});

afterAll(() => instance?.kill());

async function joined(person: Person, conversationId: number, fields: object = {}) {
  const socket = openSocket({ auth: { token: person.token }, transports: ['websocket'] }, door);
  await socket.timeout(5_000).emitWithAck('join-chat', { conversationId, ...fields });
  return socket;
}

const statuses = async (reader: Person, id: number) => (await readAll(reader, id)).map(({ status }) => status);

test('for a client that never says so, delivered means that its socket answered a later ping', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  await send(staff, id, 'before you joined');
  const socket = await joined(user, id);
  await send(staff, id, 'while you are here');
  await expect.poll(() => statuses(staff, id), { timeout: 10_000 }).toEqual(['sent', 'sent', 'delivered']);

  // What the join itself brought was written to the socket too.
  socket.close();
  await joined(user, id, { afterSeq: 1 });
  await expect.poll(() => statuses(staff, id), { timeout: 10_000 }).toEqual(['sent', 'delivered', 'delivered']);
});

test('a socket that answers no ping has nothing delivered', async () => {
  const [user, staff, colleague] = [newPerson('user'), newPerson('admin'), newPerson('user')];
  const { id } = await openConversation(user);
  const socket = await joined(user, id);
  // It reads, and says no more.
  Object.assign(socket.io.engine, { write: () => socket.io.engine, send: () => socket.io.engine });
  Object.assign(socket.io.engine.transport, { send: () => {} });
  await send(staff, id, 'are you there?');
  const other = await openConversation(colleague);
  await joined(colleague, other.id);
  await send(staff, other.id, 'and you?');
  // As long as it takes for one that answers.
  await expect.poll(() => statuses(staff, other.id), { timeout: 10_000 }).toEqual(['sent', 'delivered']);
  expect(await statuses(staff, id)).toEqual(['sent', 'sent']);
});

test('a client that says what it has is believed, and pings mark nothing for it', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const socket = await joined(user, id);
  await socket.timeout(5_000).emitWithAck('messages-received', { conversationId: id, upToSeq: 0 });
  await send(staff, id, 'not shown yet');
  const colleague = newPerson('user');
  const other = await openConversation(colleague);
  await joined(colleague, other.id);
  await send(staff, other.id, 'hello');
  await expect.poll(() => statuses(staff, other.id), { timeout: 10_000 }).toEqual(['sent', 'delivered']);
  expect(await statuses(staff, id)).toEqual(['sent', 'sent']);
});
