import { generateKeyPairSync, randomBytes } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { expect, test } from 'vitest';
import { AuthSettings } from './auth-settings.ts';
import { createTokenVerifier } from './verify-token.ts';

const secret = randomBytes(32).toString('base64');
const claims = { sub: 'host-7', username: 'carl', name: 'Carl', role: 'admin' };
const keyPair = (kind: 'rsa' | 'ec') => {
  const { publicKey, privateKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
};

test('tokens of a public key are trusted by the kind of the key, beside those of the secret', async () => {
  for (const [kind, algorithm] of [
    ['rsa', 'RS256'],
    ['ec', 'ES256'],
  ] as const) {
    const { privateKey, pem } = keyPair(kind);
    const verify = createTokenVerifier(AuthSettings.parse({ AUTH_JWT_SECRET: secret, AUTH_JWT_PUBLIC_KEY: pem }));
    const good = { claims: { subject: 'host-7', username: 'carl', displayName: 'Carl', role: 'admin' } };
    expect(await verify(jwt.sign(claims, privateKey, { algorithm, expiresIn: 60 }))).toMatchObject(good);
    expect(await verify(jwt.sign(claims, secret, { expiresIn: 60 }))).toMatchObject(good);
  }
});

test('while keys are replaced, tokens of the old and of the new ones are trusted, and of no third', async () => {
  const [old, next, third] = [0, 1, 2].map(() => keyPair('ec'));
  const other = randomBytes(32).toString('base64');
  const settings = AuthSettings.parse({
    AUTH_JWT_SECRET: secret,
    AUTH_JWT_OTHER_SECRET: other,
    AUTH_JWT_PUBLIC_KEY: `${old?.pem}${next?.pem}`,
  });
  const verify = createTokenVerifier(settings);
  const byKey = (pair: typeof old) => jwt.sign(claims, pair?.privateKey ?? '', { algorithm: 'ES256', expiresIn: 60 });
  const bySecret = (key: string) => jwt.sign(claims, key, { expiresIn: 60 });
  for (const token of [bySecret(secret), bySecret(other), byKey(old), byKey(next)])
    expect(await verify(token)).toMatchObject({ claims: { subject: 'host-7' } });
  for (const token of [bySecret(randomBytes(32).toString('base64')), byKey(third)])
    expect(await verify(token)).toMatchObject({ failure: 'UNAUTHENTICATED' });
});

test('a public key is no shared secret, and another algorithm of the same key is not taken', async () => {
  const { privateKey, pem } = keyPair('rsa');
  const verify = createTokenVerifier(AuthSettings.parse({ AUTH_JWT_PUBLIC_KEY: pem }));
  const forged = [
    jwt.sign(claims, Buffer.from(pem), { algorithm: 'HS256', expiresIn: 60 }),
    jwt.sign(claims, privateKey, { algorithm: 'RS512', expiresIn: 60 }),
    jwt.sign(claims, privateKey, { algorithm: 'PS256', expiresIn: 60 }),
  ];
  for (const token of forged) expect(await verify(token)).toMatchObject({ failure: 'UNAUTHENTICATED' });
});

test('issuer and audience are checked when they are set', async () => {
  const settings = { AUTH_JWT_SECRET: secret, AUTH_JWT_ISSUER: 'host', AUTH_JWT_AUDIENCE: 'livechat' };
  const verify = createTokenVerifier(AuthSettings.parse(settings));
  const sign = (options: jwt.SignOptions) => jwt.sign(claims, secret, { expiresIn: 60, ...options });
  expect(await verify(sign({ issuer: 'host', audience: 'livechat' }))).toMatchObject({ claims: { subject: 'host-7' } });
  for (const options of [{}, { issuer: 'host' }, { issuer: 'other', audience: 'livechat' }]) {
    expect(await verify(sign(options))).toMatchObject({ failure: 'UNAUTHENTICATED' });
  }
});
