import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { expect, inject, test } from 'vitest';
import { callApi } from './setup/api.ts';
import { conversationsPath } from './setup/conversations.ts';
import { newPerson, principalOf, signToken } from './setup/people.ts';
import { connectSocket, openSocket } from './setup/sockets.ts';

const claims = () => ({ sub: randomUUID(), username: 'mallory', role: 'user' });
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const inTenMinutes = () => Math.floor(Date.now() / 1000) + 600;

/** What the library refuses to sign. */
function signedByHand(payload: object): string {
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`;
  const signature = createHmac('sha256', inject('system').jwtSecret).update(content).digest('base64url');
  return `${content}.${signature}`;
}

/** Everything here must be refused at both doors, with the same word. */
function badTokens(): Record<string, string | undefined> {
  const good = signToken(claims());
  const [header, payload, signature] = good.split('.');
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const unsigned = encode({ ...claims(), exp: inTenMinutes() });
  return {
    none: undefined,
    garbage: 'garbage',
    'no signature': `${header}.${payload}.`,
    'alg none': `${encode({ alg: 'none' })}.${unsigned}.`,
    'alg nOnE': `${encode({ alg: 'nOnE' })}.${unsigned}.`,
    'another secret': jwt.sign(claims(), 'x'.repeat(32), { expiresIn: 60 }),
    'signed with RSA': jwt.sign(claims(), privateKey, { algorithm: 'RS256', expiresIn: 60 }),
    'HMAC with a public key': jwt.sign(claims(), publicKey.export({ type: 'spki', format: 'der' }), { expiresIn: 60 }),
    'HS512 with the right secret': signToken(claims(), { algorithm: 'HS512' }),
    expired: signToken(claims(), { expiresIn: -1 }),
    'not yet valid': signToken(claims(), { notBefore: 300 }),
    'no expiry': jwt.sign(claims(), inject('system').jwtSecret),
    'role edited': `${header}.${encode({ ...claims(), role: 'admin', exp: inTenMinutes() })}.${signature}`,
    'unknown role': signToken({ ...claims(), role: 'root' }),
    'no username': signToken({ sub: 'somebody' }),
    'empty sub': signToken({ ...claims(), sub: '' }),
    'number as sub': signedByHand({ username: 'mallory', sub: 5, exp: inTenMinutes() }),
    'username too long': signToken({ ...claims(), username: 'u'.repeat(65) }),
    'NUL in username': signToken({ ...claims(), username: 'a\0b' }),
  };
}

test('a token that is not signed for us, not current or not complete is UNAUTHENTICATED at both doors', async () => {
  for (const [name, token] of Object.entries(badTokens())) {
    const answer = await callApi('GET', conversationsPath, token === undefined ? {} : { token });
    expect(answer, name).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    const refused = await new Promise((resolve) => {
      const socket = openSocket({ auth: { token }, transports: ['websocket'] });
      socket.once('connect', () => resolve('connected'));
      socket.once('connect_error', resolve);
    });
    expect(refused, name).toMatchObject({ data: { code: 'UNAUTHENTICATED' } });
  }
});

test('a token in the address is not taken', async () => {
  const { token } = newPerson('user');
  const { status } = await callApi('GET', `${conversationsPath}?token=${token}`);
  expect(status).toBe(401);
  const socket = openSocket({ query: { token }, transports: ['websocket'] });
  const refused = await new Promise((resolve) => socket.once('connect_error', resolve));
  expect(refused).toMatchObject({ data: { code: 'UNAUTHENTICATED' } });
});

test('a socket may carry its token in the Authorization header', async () => {
  const { token } = newPerson('user');
  const socket = openSocket({ transports: ['websocket'], extraHeaders: { authorization: `Bearer ${token}` } });
  await new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(undefined));
    socket.once('connect_error', reject);
  });
});

test('a role that is absent means user, and a subject keeps its id when its name changes', async () => {
  const sub = randomUUID();
  const me = async (username: string, name?: string) => {
    const token = signToken({ sub, username, ...(name && { name }) });
    return (await callApi<{ principal: object }>('GET', '/api/auth/me', { token })).body.principal;
  };
  const first = await me('carl', 'Carl');
  expect(first).toMatchObject({ role: 'user', subject: sub, username: 'carl', displayName: 'Carl' });
  expect(await me('carla')).toEqual({ ...first, username: 'carla', displayName: 'Carl' });
});

test('a user and a member of staff with the same subject are two people', async () => {
  const sub = randomUUID();
  const user = signToken({ sub, username: 'same', role: 'user' });
  const staff = signToken({ sub, username: 'same', role: 'admin' });
  expect((await callApi('GET', conversationsPath, { token: user })).status).toBe(200);
  expect((await callApi('GET', conversationsPath, { token: staff })).status).toBe(403);
});

test('somebody seen by several instances for the first time at once gets one row', async () => {
  const person = newPerson('user');
  const principals = await Promise.all(Array.from({ length: 10 }, () => principalOf(person)));
  expect(new Set(principals.map(({ id }) => id)).size).toBe(1);
});

test('a socket ends with its token, and is told before', async () => {
  const person = newPerson('user');
  const token = signToken({ sub: person.subject, username: person.username }, { expiresIn: 2 });
  const { socket, received } = await connectSocket({ ...person, token }, { reconnection: false });
  await expect.poll(() => received('auth-expiring')).toHaveLength(1);
  await expect.poll(() => socket.connected, { timeout: 7_000 }).toBe(false);
});
