import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { messagesPath, openConversation, readAll, send } from '../setup/conversations.ts';
import { newPerson, type Person } from '../setup/people.ts';
import { processIds } from '../setup/processes.ts';
import { connectRawSocket, openRawSocket, type RawSocket } from '../setup/raw-socket.ts';
import { connectSocket, join } from '../setup/sockets.ts';

const [victim, attacker] = [newPerson('user'), newPerson('user')];
let conversationId = 0;
let before: ReturnType<typeof processIds>;

beforeAll(async () => {
  before = processIds();
  conversationId = (await openConversation(victim)).id;
});

/** Whatever was sent: no process has ended, and others are served. */
afterAll(async () => {
  expect(processIds()).toEqual(before);
  expect((await send(victim, conversationId, 'still here')).status).toBe(201);
});

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const hasChatError = (raw: RawSocket) => raw.frames.some((frame) => frame.startsWith('42["chat-error"'));

test.each<[string, (string | Buffer)[]]>([
  ['the reserved name connect', ['42["connect",{}]']],
  ['the reserved name disconnect', ['42["disconnect",{}]']],
  ['the reserved name newListener', ['42["newListener",{}]']],
  ['no name', ['42[]']],
  ['a name that is null', ['42[null]']],
  ['an object instead of a list', ['42{}']],
  ['an acknowledgement that is no JSON', ['43x']],
  ['more attachments than may be', ['4511-["send-chat-message",{"_placeholder":true,"num":0}]', Buffer.alloc(4)]],
  ['attachments that never come', ['451-["send-chat-message",{"_placeholder":true,"num":0}]', '42["typing-stop",{}]']],
  ['an attachment of a wrong number', ['451-["send-chat-message",{"_placeholder":true,"num":5}]', Buffer.alloc(4)]],
  [
    'an attachment in a deep payload',
    [`451-["send-chat-message",${'['.repeat(15_000)}1${']'.repeat(15_000)}]`, Buffer.alloc(4)],
  ],
  ['an attachment that nothing announced', [Buffer.alloc(4)]],
  ['an event for a namespace that is not connected', ['42/admin,["join-chat",{}]']],
  ['a packet of no known type', ['49["join-chat",{}]']],
  ['what is not Engine.IO', ['zzz']],
  ['a frame over 64 KiB', [`42["join-chat","${'x'.repeat(70_000)}"]`]],
  ['an event name of 1 MB', [`42["${'x'.repeat(1_000_000)}",{}]`]],
])('%s closes the connection that it came over', async (_, frames) => {
  const raw = await connectRawSocket(attacker);
  for (const frame of frames) raw.send(frame);
  await expect.poll(() => raw.closed()).toBeDefined();
});

test.each<[string, (string | Buffer)[]]>([
  ['the name error', ['42["error",{}]']],
  ['the name __proto__', ['42["__proto__",{}]']],
  ['the name constructor', ['42["constructor",{}]']],
  ['the name toString', ['42["toString",{}]']],
  ['a number as name', ['42[5,{}]']],
  ['an empty name', ['42["",{}]']],
  ['five arguments', ['42["join-chat",null,[],1,"x",{}]']],
  ['a payload with a prototype', ['42["join-chat",{"__proto__":{"conversationId":1}}]']],
  ['an id with a wildcard', ['42["join-chat",{"conversationId":"*"}]']],
  ['an id that is a list', ['42["join-chat",{"conversationId":[1]}]']],
  ['an object with toString as text', ['42["send-chat-message",{"conversationId":1,"message":{"toString":"x"}}]']],
  ['20,000 lists in each other', [`42["join-chat",${nested(20_000)}]`]],
  ['20,000 lists in a field', [`42["send-chat-message",{"conversationId":1,"metadata":{"a":${nested(20_000)}}}]`]],
  ['bytes as payload', ['451-["send-chat-message",{"_placeholder":true,"num":0}]', Buffer.alloc(60_000)]],
  [
    'bytes as text',
    ['451-["send-chat-message",{"conversationId":1,"message":{"_placeholder":true,"num":0}}]', Buffer.alloc(9)],
  ],
])('%s is refused, and the socket goes on', async (_, frames) => {
  const raw = await connectRawSocket(attacker);
  for (const frame of frames) raw.send(frame);
  await expect.poll(() => hasChatError(raw)).toBe(true);
  raw.send('427["leave-chat",{"conversationId":1}]');
  await expect.poll(() => raw.answers('437')).toEqual([[{ ok: true }]]);
});

test('acknowledgements that nobody asked for, once and again, change nothing', async () => {
  const raw = await connectRawSocket(attacker);
  for (const frame of ['430[{"ok":true}]', '430[{"ok":true}]', '43999999["x"]', '43[]']) raw.send(frame);
  raw.send('427["leave-chat",{"conversationId":1}]');
  await expect.poll(() => raw.answers('437')).toEqual([[{ ok: true }]]);
});

test('nobody marks as delivered what is foreign, their own, or not yet sent', async () => {
  const staff = newPerson('admin');
  const { id } = await openConversation(victim);
  const stranger = await connectSocket(attacker);
  expect(await stranger.ask('messages-received', { conversationId: id, upToSeq: 1 })).toMatchObject({
    error: { code: 'NOT_FOUND' },
  });
  const sender = await connectSocket(victim);
  expect(await sender.ask('messages-received', { conversationId: id, upToSeq: Number.MAX_SAFE_INTEGER })).toEqual({
    ok: true,
  });
  expect(await sender.ask('messages-received', { conversationId: id, upToSeq: 9, afterSeq: 0 })).toMatchObject({
    error: { code: 'VALIDATION_FAILED' },
  });
  await staff.call('POST', messagesPath(staff, id), { message: 'sent after the mark' });
  expect((await readAll(staff, id)).map(({ status }) => status)).toEqual(['sent', 'sent']);
});

test('there is one namespace: another cannot be connected, whatever it is called', async () => {
  const raw = await connectRawSocket(newPerson('admin'));
  for (const name of ['/admin', '/__proto__', '/staff?token=x']) raw.send(`40${name},{}`);
  await expect.poll(() => raw.frames.filter((frame) => frame.includes('Invalid namespace'))).toHaveLength(3);
});

test('a connection carries one socket, however many CONNECT packets come at once', async () => {
  const raw = openRawSocket();
  await expect.poll(() => raw.answers('0')).toHaveLength(1);
  for (let sent = 0; sent < 10; sent += 1) raw.send(`40${JSON.stringify({ token: attacker.token })}`);
  await expect.poll(() => raw.closed()).toBeDefined();
  expect(raw.answers('40').length).toBeLessThanOrEqual(1);
});

test.each([
  ['namespaces that are none', (index: number) => `40/none-${index},{}`],
  ['acknowledgements', (index: number) => `43${index}[]`],
])('who sends %s without end is cut off', async (_, packet) => {
  const raw = await connectRawSocket(attacker);
  for (let index = 0; index < 2_000; index += 1) raw.send(packet(index));
  await expect.poll(() => raw.closed()).toBeDefined();
  expect(raw.frames.length).toBeLessThan(500);
});

test('bad tokens without end over one connection are not looked at', async () => {
  const raw = openRawSocket();
  await expect.poll(() => raw.answers('0')).toHaveLength(1);
  for (let index = 0; index < 2_000; index += 1) raw.send(`40${JSON.stringify({ token: `bad-${index}` })}`);
  await expect.poll(() => raw.closed()).toBeDefined();
  expect(raw.answers('44').length).toBeLessThanOrEqual(3);
});

test('a bad token can be tried three times on one connection', async () => {
  const raw = openRawSocket();
  await expect.poll(() => raw.answers('0')).toHaveLength(1);
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    raw.send('40{"token":"bad"}');
    await expect.poll(() => raw.answers('44')).toHaveLength(attempt);
  }
  raw.send(`40${JSON.stringify({ token: attacker.token })}`);
  await expect.poll(() => raw.closed()).toBeDefined();
  expect(raw.answers('40')).toEqual([]);
});

interface Handshake {
  sid: string;
}

/** A long-polling session, connected as this person. */
async function openPolling({ token }: Person, headers: Record<string, string> = {}) {
  const base = `${inject('system').gateway}/socket.io/?EIO=4&transport=polling`;
  const first = await (await fetch(base, { headers })).text();
  const { sid }: Handshake = JSON.parse(first.slice(1));
  const url = `${base}&sid=${sid}`;
  const own = {
    poll: () => fetch(url, { headers }),
    say: (body: string) => fetch(url, { method: 'POST', headers, body }),
  };
  await own.say(`40${JSON.stringify({ token })}`);
  expect(await (await own.poll()).text()).toContain('40{"sid"');
  return { ...own, sid, url };
}

test('a session id holds 128 random bits, and says nothing but which instance has it', async () => {
  const { sid } = await openPolling(victim);
  expect(sid).toMatch(/^realtime-\d+\.[\w-]{22}$/);
});

test('a second WebSocket cannot take over the session of the first by its id', async () => {
  const raw = await connectRawSocket(victim);
  const [{ sid }] = raw.answers('0') as [Handshake];
  const thief = openRawSocket(undefined, { query: `&sid=${sid}` });
  await expect.poll(() => thief.closed()).toBeDefined();
  expect(thief.frames).toEqual([]);
  raw.send(`427["join-chat",{"conversationId":${conversationId}}]`);
  await expect.poll(() => raw.answers('437')).toMatchObject([[{ ok: true }]]);
});

test('a session that went over to WebSocket answers no poll any more', async () => {
  const { socket } = await connectSocket(victim, { transports: ['polling', 'websocket'] });
  await expect.poll(() => socket.io.engine.transport.name).toBe('websocket');
  const url = `${inject('system').gateway}/socket.io/?EIO=4&transport=polling&sid=${socket.io.engine.id}`;
  for (const method of ['GET', 'POST']) expect((await fetch(url, { method })).status, method).toBe(400);
  expect(socket.connected).toBe(true);
});

test('a session that began with a token in its header goes on without it, as clients exist that send it once', async () => {
  const { url } = await openPolling(victim, { authorization: `Bearer ${victim.token}` });
  const body = `427["join-chat",{"conversationId":${conversationId}}]`;
  expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
  await expect.poll(async () => (await fetch(url)).text()).toContain('437[{"ok":true');
});

test('two polls at once end the session: who shares it is noticed', async () => {
  const { poll } = await openPolling(victim);
  // What support is there is told first; the second of these waits.
  await Promise.allSettled([poll(), poll(), poll()]);
  await expect.poll(async () => (await poll()).status).toBe(400);
});

test('who guesses rooms and joins what is foreign hears nothing while its people write', async () => {
  const staff = newPerson('admin');
  const spy = await connectSocket(attacker);
  for (const room of [`conversation:${conversationId}`, `conv:${conversationId}`, 'staff', 'admin:1', '*', '>']) {
    expect(await spy.ask('join-chat', { conversationId: room })).toMatchObject({
      error: { code: 'VALIDATION_FAILED' },
    });
    expect(await spy.ask('join', room)).toMatchObject({ ok: false });
  }
  const own = await connectSocket(victim);
  await join(own, conversationId);
  await send(staff, conversationId, 'for one person only');
  await expect.poll(() => own.received('new-chat-message').length).toBeGreaterThan(0);
  // Its own conversation comes after, over the same way.
  const { id } = await openConversation(attacker);
  await expect.poll(() => spy.received('conversation-created')).toMatchObject([{ conversation: { id } }]);
  expect(spy.received('new-chat-message')).toEqual([]);
});
