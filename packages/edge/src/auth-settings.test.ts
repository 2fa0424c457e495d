import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { AuthSettings, trustsSomebody } from './auth-settings.ts';

test('a secret under 32 bytes, or one that can be guessed, is refused', () => {
  const secret = randomBytes(24).toString('base64url');
  expect(AuthSettings.safeParse({ AUTH_JWT_SECRET: secret.slice(1) }).success).toBe(false);
  expect(AuthSettings.safeParse({ AUTH_JWT_SECRET: secret }).success).toBe(true);
  expect(AuthSettings.safeParse({ AUTH_JWT_SECRET: 'x'.repeat(32) }).success).toBe(false);
});

test('a public key may be given in one line; what is no RSA or P-256 key is refused', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  expect(AuthSettings.parse({ AUTH_JWT_PUBLIC_KEY: pem.replaceAll('\n', '\\n') }).AUTH_JWT_PUBLIC_KEY).toBeDefined();
  const ed = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ type: 'spki', format: 'pem' });
  for (const bad of ['not a key', ed, p384.toString()])
    expect(AuthSettings.safeParse({ AUTH_JWT_PUBLIC_KEY: bad }).success).toBe(false);
});

test('somebody must be trusted', () => {
  expect(trustsSomebody(AuthSettings.parse({}))).toBe(false);
});
