import { once } from 'node:events';
import { connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { conversationsPath, messagesPath, openConversation, readAll } from '../setup/conversations.ts';
import { type FurtherInstance, startFurther } from '../setup/further-instance.ts';
import { newPerson } from '../setup/people.ts';
import { processIds } from '../setup/processes.ts';
import { exchange, rawRequest, statusOf } from '../setup/raw-http.ts';
import { openRawSocket } from '../setup/raw-socket.ts';

const user = newPerson('user');
const app = 'https://app.example.com';
const handshake = '/socket.io/?EIO=4&transport=polling';
const bearer = { authorization: `Bearer ${user.token}` };
const instances: FurtherInstance[] = [];
/** A gateway and a realtime instance that let one other origin in. */
let open = { gateway: '', realtime: '' };
let path = '';
let before: ReturnType<typeof processIds>;

beforeAll(async () => {
  before = processIds();
  const { gateway, realtime } = inject('system').further;
  const started = await Promise.all([
    startFurther('gateway', { ...gateway[0], CORS_ORIGINS: app }),
    startFurther('realtime', { ...realtime[0], CORS_ORIGINS: app }),
  ]);
  instances.push(...started);
  open = { gateway: `http://127.0.0.1:${gateway[0]?.PORT}`, realtime: `http://127.0.0.1:${realtime[0]?.PORT}` };
  path = messagesPath(user, (await openConversation(user)).id);
});

afterAll(() => {
  for (const instance of instances) instance.kill();
  expect(processIds()).toEqual(before);
});

const foreign = [
  'null',
  'https://evil.example',
  `${app}.evil.example`,
  'https://app.example.com:444',
  'http://app.example.com',
  'https://evilapp.example.com',
  'https://app.example.com@evil.example',
  'file://',
];

test.each(foreign)('a page of %s opens no socket by either transport, and goes on with none', async (origin) => {
  for (const door of [inject('system').gateway, open.realtime]) {
    const refused = await fetch(door + handshake, { headers: { origin } });
    expect(refused.status).toBe(403);
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    const webSocket = openRawSocket(door, { headers: { origin } });
    await expect.poll(() => webSocket.closed()).toBeDefined();
    expect(webSocket.frames).toEqual([]);

    const { sid } = JSON.parse((await (await fetch(door + handshake)).text()).slice(1));
    for (const method of ['GET', 'POST']) {
      const body = method === 'POST' ? { body: `40${JSON.stringify({ token: user.token })}` } : {};
      const answer = await fetch(`${door + handshake}&sid=${sid}`, { method, headers: { origin }, ...body });
      expect(answer.status, method).toBe(403);
    }
  }
});

test('a page of our own origin and of one that is set opens a socket by both transports', async () => {
  for (const origin of [app, open.realtime]) {
    expect((await fetch(open.realtime + handshake, { headers: { origin } })).status).toBe(200);
    const webSocket = openRawSocket(open.realtime, { headers: { origin } });
    await expect.poll(() => webSocket.answers('0')).toHaveLength(1);
  }
});

test('JSONP, which a script element reads without an origin, is not spoken', async () => {
  expect((await fetch(`${inject('system').gateway + handshake}&j=0`)).status).toBe(403);
});

test.each(foreign)('a preflight and a call of %s get no permission', async (origin) => {
  for (const door of [inject('system').gateway, open.gateway]) {
    const preflight = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    };
    const answers = [
      await fetch(door + conversationsPath, { method: 'OPTIONS', headers: preflight }),
      await fetch(door + conversationsPath, { headers: { ...bearer, origin } }),
    ];
    for (const { headers } of answers) {
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    }
  }
});

test('the origin that is set gets it, by name and without credentials', async () => {
  const { headers } = await fetch(open.gateway + conversationsPath, { headers: { ...bearer, origin: app } });
  expect(headers.get('access-control-allow-origin')).toBe(app);
  expect(headers.get('access-control-allow-credentials')).toBeNull();
  expect(headers.get('vary')).toContain('Origin');
});

const bomb = Buffer.from(JSON.stringify({ message: 'x'.repeat(20_000_000) }));

test.each([
  ['gzip', gzipSync(bomb)],
  ['deflate', deflateSync(bomb)],
  ['br', brotliCompressSync(bomb)],
])('20 MB in a few KB of %s are PAYLOAD_TOO_LARGE', async (encoding, packed) => {
  expect(packed.length).toBeLessThan(64 * 1024);
  const headers = { ...bearer, 'content-type': 'application/json', 'content-encoding': encoding };
  const response = await fetch(inject('system').gateway + path, { method: 'POST', headers, body: packed });
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
});

const json = { ...{ Authorization: bearer.authorization }, 'Content-Type': 'application/json' };
const smuggled = 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n';

test.each<[string, string, Record<string, string>, string]>([
  ['a length and chunks', 'POST', { 'Content-Length': '4', 'Transfer-Encoding': 'chunked' }, `0\r\n\r\n${smuggled}`],
  ['two lengths', 'POST', { 'Content-Length': '4', 'content-length': '5' }, 'abcd'],
  ['a length with a sign', 'POST', { 'Content-Length': '+4' }, 'abcd'],
  ['chunked not last', 'POST', { 'Transfer-Encoding': 'chunked, identity' }, `0\r\n\r\n${smuggled}`],
  ['an unknown encoding', 'POST', { 'Transfer-Encoding': 'xchunked' }, `0\r\n\r\n${smuggled}`],
  ['a space before the colon', 'POST', { 'Transfer-Encoding ': 'chunked' }, `0\r\n\r\n${smuggled}`],
  ['a chunk of a wrong size', 'POST', { 'Transfer-Encoding': 'chunked' }, `1\r\n{}\r\n0\r\n\r\n${smuggled}`],
  ['20 KB in a header', 'GET', { 'X-Long': 'x'.repeat(20_000) }, ''],
  ['10,000 headers', 'GET', { 'X-Many': `1\r\n${'a:b\r\n'.repeat(10_000)}z: 1` }, ''],
])('%s: refused, the connection closed, nothing after it answered', async (_, method, headers, body) => {
  for (const target of [path, handshake]) {
    const answer = await exchange(rawRequest(method, target, { Connection: 'keep-alive', ...json, ...headers }, body));
    expect([400, 431]).toContain(statusOf(answer));
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(answer).not.toContain('alive"');
  }
  expect(await readAll(user, Number(path.split('/').at(-2)))).toHaveLength(1);
});

test('what follows a refused upgrade on its connection is answered by nobody', async () => {
  const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==' };
  const target = '/socket.io/?EIO=4&transport=websocket';
  const wrong = rawRequest('GET', target, { ...upgrade, 'Sec-WebSocket-Version': '7' });
  const answer = await exchange(wrong + smuggled);
  expect(statusOf(answer)).toBe(400);
  expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
});

test('a wish for another protocol is passed over, as by any server that does not speak it', async () => {
  const answer = await exchange(rawRequest('GET', '/livez', { Connection: 'Upgrade, close', Upgrade: 'h2c' }));
  expect(statusOf(answer)).toBe(200);
  const { gateway } = inject('system');
  const elsewhere = rawRequest('GET', '/livez', { Connection: 'Upgrade', Upgrade: 'websocket' });
  expect(await exchange(elsewhere)).toBe('');
  expect((await fetch(`${gateway}/livez`)).status).toBe(200);
});

/** How long a connection lasts that sends this, and after it one byte of it a second. */
async function lifeOf(address: string, start: string, drip = ''): Promise<number> {
  const { hostname, port } = new URL(address);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => {}).resume();
  await once(socket, 'connect');
  const began = performance.now();
  socket.write(start);
  const dripping = setInterval(() => drip && socket.write(drip), 1_000);
  await once(socket, 'close');
  clearInterval(dripping);
  return performance.now() - began;
}

test('whoever is slow or silent does not keep a connection: headers, body, nothing at all', async () => {
  const slowBody = rawRequest('POST', path, { Connection: 'keep-alive', ...json, 'Content-Length': '1000' }, '{');
  const doors = [inject('system').gateway, open.realtime];
  const lives = await Promise.all(
    doors.flatMap((door) => [
      lifeOf(door, 'GET /livez HTTP/1.1\r\nHost: x\r\nX: ', 'y'),
      lifeOf(door, ''),
      lifeOf(door, slowBody.replace(path, door === open.realtime ? handshake : path), ' '),
    ]),
  );
  // At most 15 s and a look every second; the rest is for a busy machine. Node's own times are 60 and 300 s.
  for (const lifeMs of lives) expect(lifeMs).toBeLessThan(40_000);
}, 90_000);

test('a handshake that says nothing more is closed, by either transport', async () => {
  const silent = openRawSocket();
  await expect.poll(() => silent.answers('0')).toHaveLength(1);
  const { sid } = JSON.parse((await (await fetch(inject('system').gateway + handshake)).text()).slice(1));
  await expect.poll(() => silent.closed(), { timeout: 20_000 }).toBeDefined();
  const poll = async () => (await fetch(`${inject('system').gateway + handshake}&sid=${sid}`)).text();
  await expect.poll(poll, { timeout: 20_000 }).toContain('Session ID unknown');
}, 60_000);

test('every answer of either door carries the headers that keep browsers careful', async () => {
  const { gateway } = inject('system');
  const answers = [
    await fetch(gateway + conversationsPath, { headers: bearer }),
    await fetch(`${gateway}/nowhere`),
    await fetch(gateway + conversationsPath, {
      method: 'POST',
      headers: { ...bearer, 'content-type': 'text/plain' },
      body: 'x',
    }),
    await fetch(gateway + handshake),
    await fetch(`${gateway + handshake}&sid=none.none`),
    await fetch(gateway + handshake, { headers: { origin: 'https://evil.example' } }),
    await fetch(open.realtime + handshake),
    await fetch(`${open.realtime}/nowhere`),
  ];
  for (const { headers, url, status } of answers) {
    const name = `${url} ${status}`;
    expect(headers.get('x-content-type-options'), name).toBe('nosniff');
    expect(headers.get('referrer-policy'), name).toBe('no-referrer');
    expect(headers.get('content-security-policy'), name).toMatch(/frame-ancestors '(none|self)'/);
    expect(headers.get('content-security-policy'), name).not.toContain('unsafe-eval');
    expect(headers.get('strict-transport-security'), name).toMatch(/max-age=\d{8}/);
    expect(headers.get('x-frame-options'), name).toBe('SAMEORIGIN');
    for (const telling of ['x-powered-by', 'server', 'set-cookie']) expect(headers.has(telling), name).toBe(false);
  }
});
