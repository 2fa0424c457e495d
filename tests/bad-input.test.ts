import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { expect, inject, test } from 'vitest';
import { callApi, type Problem } from './setup/api.ts';
import { conversationsPath, messagesPath, openConversation, readAll, send } from './setup/conversations.ts';
import { newPerson } from './setup/people.ts';
import { processIds } from './setup/processes.ts';
import { connectSocket, openSocket } from './setup/sockets.ts';

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

test('a body that does not fit gets the documented error at REST, and nothing is stored', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const path = messagesPath(user, id);
  const bad: Record<string, unknown> = {
    'malformed JSON': '{"message": ',
    'an array': [],
    'a string': '"text"',
    'no message': {},
    'a number as message': { message: 5 },
    'an unknown field': { message: 'x', seq: 5 },
    'a status': { message: 'x', status: 'read' },
    'a sender': { message: 'x', senderId: 1 },
    'a type of the system': { message: 'x', messageType: 'system' },
    'a type that does not exist yet': { message: 'x', messageType: 'file' },
    'a clientMessageId that is no UUID': { message: 'x', clientMessageId: '1' },
    NUL: { message: 'a\0b' },
    'half a character': '{"message": "a\\ud800b"}',
    'NUL in metadata': { message: 'x', metadata: { note: 'a\0b' } },
    'half a character in a metadata key': '{"message": "x", "metadata": {"\\udc00": 1}}',
    'reserved metadata': { message: 'x', metadata: { moderation: { action: 'allow' } } },
    'too much metadata': { message: 'x', metadata: { note: 'x'.repeat(4096) } },
    'metadata that is no object': { message: 'x', metadata: [1] },
    'a prototype': '{"message": "x", "__proto__": {"isAdmin": true}}',
    'a prototype in metadata': '{"message": "x", "metadata": {"__proto__": {"isAdmin": true}}}',
    'JSON without end': `{"message": "x", "metadata": {"deep": ${deep(20_000)}}}`,
    'a message of 33 KiB': { message: 'x'.repeat(33 * 1024) },
  };
  for (const [name, body] of Object.entries(bad)) {
    const answer = await user.call<Problem>('POST', path, body);
    expect(answer, name).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED', status: 400 } });
    expect(answer.headers.get('content-type'), name).toContain('application/problem+json');
  }
  expect(await readAll(user, id)).toHaveLength(1);
  expect(Object.prototype).not.toHaveProperty('isAdmin');
});

test('a body over 64 KiB is PAYLOAD_TOO_LARGE, one that is no JSON UNSUPPORTED_MEDIA_TYPE', async () => {
  const { token } = newPerson('user');
  const body = JSON.stringify({ subject: 's', message: 'x'.repeat(65 * 1024) });
  expect(await callApi('POST', conversationsPath, { token, body })).toMatchObject({
    status: 413,
    body: { code: 'PAYLOAD_TOO_LARGE' },
  });
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/json; charset=utf-7',
  ];
  for (const type of types) {
    const answer = await callApi('POST', conversationsPath, { token, body: '{}', headers: { 'content-type': type } });
    expect(answer, type).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
  }
});

test('every answer carries a request id: the caller’s own if it is sane', async () => {
  const { token } = newPerson('user');
  const ask = async (id: string) => {
    const headers = { 'x-request-id': id };
    const answer = await callApi<Problem>('GET', '/api/nowhere', { token, headers });
    expect(answer).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(answer.headers.get('x-request-id')).toBe(answer.body.requestId);
    return answer.body.requestId;
  };
  expect(await ask('my-own.id_1')).toBe('my-own.id_1');
  for (const insane of ['x'.repeat(65), '{"a":1}', 'a b']) expect(await ask(insane)).not.toBe(insane);
});

test('a body that is not UTF-8 is refused rather than stored as something else', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const response = await fetch(inject('system').gateway + messagesPath(user, id), {
    method: 'POST',
    headers: { authorization: `Bearer ${user.token}`, 'content-type': 'application/json' },
    body: Buffer.concat([Buffer.from('{"message": "'), Buffer.from([0xff, 0xc0]), Buffer.from('"}')]),
  });
  expect(response.status).toBe(400);
});

test('another spelling of the socket path is NOT_FOUND at once, and leaves the sockets alone', async () => {
  for (const path of ['/socket.io', '/SOCKET.IO/', '/socket.io?EIO=4&transport=polling']) {
    expect(await callApi('GET', path), path).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  }
});

test('a path that cannot be decoded, and a query in a call with a body, do not fit', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  expect(await rawStatus(`${conversationsPath}/%E0%A4%A/messages`, user.token)).toBe(400);
  const answer = await user.call('POST', `${messagesPath(user, id)}?message=from-the-query`, { message: 'x' });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'message' }] } });
});

/** `fetch` mends addresses; this sends them as they are. */
function rawStatus(path: string, token: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(inject('system').gateway);
    const headers = { authorization: `Bearer ${token}` };
    const call = request({ hostname, port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    call.on('error', reject);
    call.end();
  });
}

test('a socket’s events that do not fit are refused, told as chat-error, and end no process', async () => {
  const before = processIds();
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const { socket, ask, received } = await connectSocket(user);
  const bad = [null, 5, 'text', [], [[[]]], {}, { conversationId: 'x' }, { conversationId: id, message: 'x', seq: 1 }];
  for (const payload of bad) {
    expect(await ask('send-chat-message', payload), JSON.stringify(payload)).toMatchObject({
      ok: false,
      error: { code: 'VALIDATION_FAILED' },
    });
  }
  expect(await ask('join-chat')).toMatchObject({ ok: false, error: { code: 'VALIDATION_FAILED' } });
  expect(received('chat-error')).toHaveLength(bad.length + 1);
  const clientMessageId = randomUUID();
  socket.emit('send-chat-message', { conversationId: 999_999_999, message: 'no callback', clientMessageId });
  await expect
    .poll(() => received('chat-error').at(-1))
    .toEqual({
      event: 'send-chat-message',
      code: 'NOT_FOUND',
      message: 'Not found',
      conversationId: 999_999_999,
      clientMessageId,
    });

  expect(await ask('no-such-event', {})).toMatchObject({ ok: false, error: { code: 'VALIDATION_FAILED' } });
  for (const name of ['error', '__proto__', 'constructor', 'toString', 'x'.repeat(10_000)]) {
    socket.emit(name, { conversationId: id }, 'more', {}, [], null);
  }
  socket.emit('send-chat-message', JSON.parse(`{"metadata": ${deep(1_000)}}`));
  socket.emit('leave-chat', { conversationId: id }, 'extra', () => {});
  expect(await ask('send-chat-message', { conversationId: id, message: 'still here' })).toMatchObject({ ok: true });
  expect((await send(user, id, 'REST too')).status).toBe(201);
  expect(processIds()).toEqual(before);
});

test('a frame over 64 KiB closes its own socket and nothing else', async () => {
  const before = processIds();
  const user = newPerson('user');
  const [loud, quiet] = [await connectSocket(user, { reconnection: false }), await connectSocket(user)];
  loud.socket.emit('send-chat-message', { message: 'x'.repeat(100_000) });
  await expect.poll(() => loud.socket.connected).toBe(false);
  expect(quiet.socket.connected).toBe(true);
  expect(processIds()).toEqual(before);
});

test('an upgrade of a path that is none, or is not ours, closes that connection and nothing else', async () => {
  const before = processIds();
  const { hostname, port } = new URL(inject('system').gateway);
  for (const path of [
    '//',
    'http://[',
    '/api/chat/conversations',
    '/socket.io/?sid=../x',
    '/socket.io/?sid=none.none',
  ]) {
    const closed = new Promise<void>((resolve) => {
      const socket = connect({ host: hostname, port: Number(port) });
      socket.on('close', () => resolve());
      socket.on('error', () => {});
      const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13';
      const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n${key}\r\n\r\n`);
      socket.resume();
    });
    await closed;
  }
  expect(processIds()).toEqual(before);
});

test('signing in is as strict as the rest: NUL, unknown fields, a query', async () => {
  const body = { username: 'demo', password: 'demo' };
  const answers = [
    await callApi('POST', '/api/auth/login', { body: { ...body, username: 'de\0mo' } }),
    await callApi('POST', '/api/auth/login', { body: { ...body, admin: true } }),
    await callApi('POST', '/api/auth/login', { body: [] }),
    await callApi('POST', '/api/auth/login?role=admin', { body }),
    await callApi('GET', '/api/auth/me?id=1', { token: newPerson('user').token }),
  ];
  for (const answer of answers) expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
});

test('a web page of another origin cannot open a socket', async () => {
  const { token } = newPerson('user');
  const { gateway } = inject('system');
  for (const origin of ['https://evil.example', 'null', `${gateway}.evil.example`]) {
    const socket = openSocket({
      auth: { token },
      transports: ['websocket'],
      reconnection: false,
      extraHeaders: { origin },
    });
    const outcome = await new Promise((resolve) => {
      socket.once('connect', () => resolve('connected'));
      socket.once('connect_error', () => resolve('refused'));
    });
    expect(outcome, origin).toBe('refused');
  }
});

test('what the path says is said nowhere else: a second word on it does not fit', async () => {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const misfit = { status: 400, body: { code: 'VALIDATION_FAILED', errors: [{ path: 'conversationId' }] } };
  const fields = { message: 'Hello', conversationId: id };
  expect(await user.call('POST', `/api/chat/conversations/${id}/messages`, fields)).toMatchObject(misfit);
  expect(await user.call('GET', `/api/chat/conversations/${id}/messages?conversationId=${id}`)).toMatchObject(misfit);
});

test('what has the form of one of our own refusals is a field that nobody knows', async () => {
  const before = processIds();
  const user = newPerson('user');
  const { id } = await openConversation(user);
  for (const failure of ['NOT_FOUND', 'made up', 5, {}]) {
    const posing = { failure, detail: 'not ours', retryAfterMs: 1 };
    const answers = [
      await user.call<Problem>('POST', messagesPath(user, id), { message: 'x', ...posing }),
      await user.call<Problem>('GET', `${conversationsPath}?failure=${encodeURIComponent(String(failure))}&detail=x`),
      await callApi<Problem>('POST', '/api/auth/login', { body: posing }),
      await callApi<Problem>('POST', '/api/auth/refresh', { body: posing }),
    ];
    for (const { status, body } of answers) {
      expect([status, body.code]).toEqual([400, 'VALIDATION_FAILED']);
      expect(JSON.stringify(body)).not.toContain('not ours');
    }
    const { socket } = await connectSocket(user);
    const told = await socket
      .timeout(5_000)
      .emitWithAck('send-chat-message', { conversationId: id, message: 'x', ...posing });
    expect(told).toMatchObject({ ok: false, error: { code: 'VALIDATION_FAILED' } });
    socket.close();
  }
  expect(processIds()).toEqual(before);
});
