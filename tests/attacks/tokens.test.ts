import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSafeText } from '@livechat/contracts/fields';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { callApi } from '../setup/api.ts';
import { conversationsPath } from '../setup/conversations.ts';
import { type FurtherInstance, startFurther } from '../setup/further-instance.ts';
import { logText } from '../setup/logs.ts';
import { newPerson, signToken } from '../setup/people.ts';
import { openRawSocket } from '../setup/raw-socket.ts';
import { connectSocket, openSocket } from '../setup/sockets.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsaPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const ecPem = ec.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const instances: FurtherInstance[] = [];
const folder = mkdtempSync(join(tmpdir(), 'livechat-keys-'));
/** Trusts the RSA key only; asks for issuer and audience. */
let rsaGateway = '';
/** Trusts the EC key beside the secret. */
let ecGateway = '';
let asked = 0;
let lure: Server | undefined;
let lureUrl = '';

beforeAll(async () => {
  const [first, second] = inject('system').further.gateway;
  const host = { AUTH_JWT_ISSUER: 'host', AUTH_JWT_AUDIENCE: 'livechat' };
  const started = await Promise.all([
    startFurther('gateway', { ...first, ...host, AUTH_JWT_SECRET: '', AUTH_JWT_PUBLIC_KEY: rsaPem }),
    startFurther('gateway', { ...second, AUTH_JWT_PUBLIC_KEY: ecPem }),
  ]);
  instances.push(...started);
  rsaGateway = `http://127.0.0.1:${first?.PORT}`;
  ecGateway = `http://127.0.0.1:${second?.PORT}`;
  lure = createServer((_request, response) => {
    asked += 1;
    response.end(JSON.stringify({ keys: [{ ...rsa.publicKey.export({ format: 'jwk' }), kid: 'lure', alg: 'RS256' }] }));
  });
  await new Promise<void>((resolve) => lure?.listen(0, '127.0.0.1', resolve));
  lureUrl = `http://127.0.0.1:${(lure.address() as AddressInfo).port}/keys`;
});

afterAll(() => {
  for (const instance of instances) instance.kill();
  lure?.close();
  rmSync(folder, { recursive: true });
});

const claims = () => ({ sub: randomUUID(), username: 'mallory' });
const encode = (part: object | string) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
const later = () => Math.floor(Date.now() / 1000) + 600;

/** Signed by HMAC as the header says nothing of it. */
function hmac(header: object, payload: object | string, key: string): string {
  const content = `${encode(header)}.${encode(payload)}`;
  return `${content}.${createHmac('sha256', key).update(content).digest('base64url')}`;
}

/** What a gateway and, unless it is another gateway's affair, the sockets' door say to a token. */
async function expectRefused(name: string, token: string, gateway?: string): Promise<void> {
  const answer = await callApi('GET', '/api/auth/me', { token, ...(gateway && { gateway }) });
  expect(answer, name).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
  if (gateway) return;
  const socket = openSocket({ auth: { token }, transports: ['websocket'] });
  const refused = await new Promise((resolve) => {
    socket.once('connect', () => resolve('connected'));
    socket.once('connect_error', resolve);
  });
  expect(refused, name).toMatchObject({ data: { code: 'UNAUTHENTICATED' } });
}

test('a key that a token brings, names or points to is neither read, nor fetched, nor believed', async () => {
  const file = join(folder, 'secret.key');
  writeFileSync(file, 'known');
  const payload = () => ({ ...claims(), exp: later() });
  const own = jwt.sign(claims(), rsa.privateKey, {
    algorithm: 'RS256',
    expiresIn: 60,
    header: { alg: 'RS256', jwk: rsa.publicKey.export({ format: 'jwk' }) } as jwt.JwtHeader,
  });
  const pointing = (field: string) =>
    jwt.sign(claims(), rsa.privateKey, {
      algorithm: 'RS256',
      expiresIn: 60,
      header: { alg: 'RS256', kid: 'lure', [field]: field === 'x5u' ? [lureUrl] : lureUrl } as unknown as jwt.JwtHeader,
    });
  const bad: Record<string, string> = {
    'jwk in the header': own,
    jku: pointing('jku'),
    x5u: pointing('x5u'),
    'kid of a file': hmac({ alg: 'HS256', kid: file }, payload(), 'known'),
    'kid of a path upwards': hmac({ alg: 'HS256', kid: '../../../../dev/null' }, payload(), ''),
    'kid in SQL': hmac({ alg: 'HS256', kid: "' union select 'known" }, payload(), 'known'),
    'kid of an address': hmac({ alg: 'HS256', kid: lureUrl }, payload(), 'known'),
    'an unknown critical header': hmac({ alg: 'HS256', crit: ['exp'], b64: false }, payload(), 'known'),
    'an empty key': hmac({ alg: 'HS256' }, payload(), ' '),
  };
  for (const [name, token] of Object.entries(bad)) await expectRefused(name, token);
  expect(asked).toBe(0);
});

test('an RSA public key is no shared secret, and issuer and audience must be those that are set', async () => {
  const sign = (fields: object, options: jwt.SignOptions = {}) =>
    jwt.sign({ ...claims(), ...fields }, rsa.privateKey, { algorithm: 'RS256', expiresIn: 60, ...options });
  const good = { iss: 'host', aud: 'livechat' };
  expect((await callApi('GET', '/api/auth/me', { token: sign(good), gateway: rsaGateway })).status).toBe(200);
  const payload = { ...claims(), ...good, exp: later() };
  const bad: Record<string, string> = {
    'HS256 by the PEM': hmac({ alg: 'HS256', typ: 'JWT' }, payload, rsaPem),
    'HS256 by the PEM without its last line break': hmac({ alg: 'HS256' }, payload, rsaPem.trimEnd()),
    'RS512 by the key': sign(good, { algorithm: 'RS512' }),
    'PS256 by the key': sign(good, { algorithm: 'PS256' }),
    'no issuer': sign({ aud: 'livechat' }),
    'another issuer': sign({ ...good, iss: 'host.evil.example' }),
    'another audience': sign({ ...good, aud: 'another-client' }),
    'valid in two minutes': sign(good, { notBefore: 120 }),
  };
  for (const [name, token] of Object.entries(bad)) await expectRefused(name, token, rsaGateway);
});

test('a token that was touched in any place is refused', async () => {
  const token = signToken(claims());
  const [header = '', payload = '', signature = ''] = token.split('.');
  const twice = `{"sub":"a","sub":"b","username":"m","role":"user","role":"admin","exp":${later()}}`;
  const bad: Record<string, string> = {
    'padding at the end': `${token}=`,
    'padding in the middle': `${header}==.${payload}.${signature}`,
    'another last character': token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A'),
    'a fourth part': `${token}.x`,
    'no signature': `${header}.${payload}`,
    'an empty signature': `${header}.${payload}.`,
    'the signature of another': `${header}.${payload}.${signToken(claims()).split('.')[2]}`,
    'claims twice': `${header}.${encode(twice)}.${signature}`,
    'algorithm none, with the signature': `${encode({ alg: 'None' })}.${payload}.${signature}`,
    'no expiry': hmac({ alg: 'HS256' }, claims(), inject('system').jwtSecret),
    'expiry as text': hmac({ alg: 'HS256' }, { ...claims(), exp: String(later()) }, inject('system').jwtSecret),
    'expired a minute ago': hmac({ alg: 'HS256' }, { ...claims(), exp: later() - 660 }, inject('system').jwtSecret),
    'valid in two minutes': signToken(claims(), { notBefore: 120 }),
    'a list as payload': hmac({ alg: 'HS256' }, '[]', inject('system').jwtSecret),
    '9 KB': signToken({ ...claims(), more: 'x'.repeat(9_000) }),
  };
  for (const [name, one] of Object.entries(bad)) await expectRefused(name, one);
});

test.each(['a\r\nb', '\u001b[31mred', 'a\u0085b', 'a\0b', '\ud800'])(
  'a token with %j in username or sub is refused, and in name unless cleaning takes it out',
  async (text) => {
    for (const field of isSafeText(text) ? ['sub', 'username'] : ['sub', 'username', 'name']) {
      await expectRefused(
        field,
        hmac({ alg: 'HS256' }, { ...claims(), exp: later(), [field]: text }, inject('system').jwtSecret),
      );
    }
  },
);

test('a refresh token is no access token, and an access token no refresh token', async () => {
  const { body } = await callApi<{ accessToken: string; refreshToken: string }>('POST', '/api/auth/login', {
    body: { username: 'demo', password: 'demo' },
  });
  await expectRefused('refresh token', body.refreshToken);
  for (const refreshToken of [body.accessToken, body.accessToken.slice(0, 256)]) {
    const { status } = await callApi('POST', '/api/auth/refresh', { body: { refreshToken } });
    expect([400, 401]).toContain(status);
  }
});

/** Another text for the same bytes, or another proof by the same key: anybody can make it of a token. */
function rewritten(token: string): string[] {
  const [header, payload, signature = ''] = token.split('.');
  const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
  const bytes = Buffer.from(signature, 'base64url');
  const s = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const mirrored = Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const spare = alphabet[alphabet.indexOf(signature.at(-1) ?? '') ^ 1];
  return [mirrored.toString('base64url'), signature.slice(0, -1) + spare].map((one) => `${header}.${payload}.${one}`);
}

test('a revoked token stays revoked however its signature is written', async () => {
  const token = jwt.sign(claims(), ec.privateKey, { algorithm: 'ES256', expiresIn: 60 });
  const call = (one: string) => callApi('GET', '/api/auth/me', { token: one, gateway: ecGateway });
  expect((await call(token)).status).toBe(200);
  const twins = rewritten(token);
  // Another proof by the same key is a good one, until the token is revoked.
  expect((await call(twins[0] ?? '')).status).toBe(200);
  expect((await callApi('POST', '/api/auth/logout', { token, gateway: ecGateway })).status).toBe(204);
  for (const one of [token, ...twins]) await expect.poll(async () => (await call(one)).status).toBe(401);
});

test('a token in the address opens nothing and is in no log', async () => {
  const { token } = newPerson('user');
  for (const name of ['token', 'access_token', 'auth', 'authorization', 'jwt']) {
    const { status } = await callApi('GET', `${conversationsPath}?${name}=${token}`);
    expect(status, name).toBe(401);
    const raw = openRawSocket(undefined, { query: `&${name}=${token}` });
    await expect.poll(() => raw.answers('0')).toHaveLength(1);
    raw.send('40');
    await expect.poll(() => raw.answers('44')).toMatchObject([{ data: { code: 'UNAUTHENTICATED' } }]);
  }
  await connectSocket(newPerson('user'));
  expect(logText()).not.toContain(token.split('.')[2]);
});
