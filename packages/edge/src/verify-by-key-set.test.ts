import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import jwt from 'jsonwebtoken';
import { afterEach, expect, test } from 'vitest';
import { AuthSettings } from './auth-settings.ts';
import { createTokenVerifier } from './verify-token.ts';

interface HostApplication {
  url: string;
  keys: Map<string, KeyObject>;
  asked(): number;
  server: Server;
}

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** Publishes public keys as host applications do. */
async function publishKeys(): Promise<HostApplication> {
  const keys = new Map<string, KeyObject>();
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    const published = [...keys].map(([kid, key]) => ({ ...key.export({ format: 'jwk' }), kid, use: 'sig' }));
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}/jwks.json`, keys, asked: () => asked, server };
}

const claims = { sub: 'host-7', username: 'carl' };

function newKey(host: HostApplication, kid: string, kind: 'rsa' | 'ec') {
  const { publicKey, privateKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  host.keys.set(kid, publicKey);
  const algorithm = kind === 'rsa' ? 'RS256' : 'ES256';
  return (options: jwt.SignOptions = {}) =>
    jwt.sign(claims, privateKey, { algorithm, keyid: kid, expiresIn: 60, ...options });
}

test('tokens of published keys are trusted, and a new key is fetched when a token names it', async () => {
  const host = await publishKeys();
  const first = newKey(host, 'first', 'rsa');
  const verify = createTokenVerifier(AuthSettings.parse({ AUTH_JWKS_URL: host.url }));
  expect(await verify(first())).toMatchObject({ claims: { subject: 'host-7' } });
  expect(await verify(first())).toMatchObject({ claims: { subject: 'host-7' } });
  expect(host.asked()).toBe(1);

  const second = newKey(host, 'second', 'ec');
  await expect.poll(() => verify(second()), { timeout: 4_500 }).toMatchObject({ claims: { subject: 'host-7' } });
  host.keys.delete('first');
  expect(await verify(second())).toMatchObject({ claims: { subject: 'host-7' } });
});

test('what no published key signed, what has no expiry and what names another algorithm is UNAUTHENTICATED', async () => {
  const host = await publishKeys();
  const sign = newKey(host, 'one', 'rsa');
  const verify = createTokenVerifier(AuthSettings.parse({ AUTH_JWKS_URL: host.url, AUTH_JWT_ISSUER: 'host' }));
  expect(await verify(sign({ issuer: 'host' }))).toMatchObject({ claims: { subject: 'host-7' } });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const forged = [
    sign(),
    sign({ issuer: 'host', expiresIn: -1 }),
    sign({ issuer: 'host', algorithm: 'RS512' }),
    jwt.sign(claims, stranger, { algorithm: 'RS256', keyid: 'one', expiresIn: 60, issuer: 'host' }),
    jwt.sign(claims, stranger, { algorithm: 'RS256', keyid: '../../etc/passwd', expiresIn: 60, issuer: 'host' }),
    jwt.sign(claims, 'x'.repeat(32), { keyid: 'one', expiresIn: 60, issuer: 'host' }),
    'garbage',
  ];
  for (const token of forged) expect(await verify(token)).toMatchObject({ failure: 'UNAUTHENTICATED' });
  expect(host.asked()).toBeLessThanOrEqual(2);
});

test('with the keys out of reach nobody is told that a token is bad', async () => {
  const host = await publishKeys();
  const sign = newKey(host, 'one', 'ec');
  const verify = createTokenVerifier(AuthSettings.parse({ AUTH_JWKS_URL: host.url }));
  host.server.close().closeAllConnections();
  expect(await verify(sign())).toMatchObject({ failure: 'UNAVAILABLE' });
});
