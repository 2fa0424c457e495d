import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { AuthSettings, trustsSomebody } from './auth-settings.ts';

test('a secret under 32 bytes is refused', () => {
  expect(AuthSettings.safeParse({ AUTH_JWT_SECRET: 'x'.repeat(31) }).success).toBe(false);
  expect(AuthSettings.safeParse({ AUTH_JWT_SECRET: 'x'.repeat(32) }).success).toBe(true);
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

test('several public keys may follow each other; one bad one among them is refused', () => {
  const [first, second] = [0, 1].map(() =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  );
  for (const both of [`${first}${second}`, `\n${first}\n\n${second}`, `${first}${second}`.replaceAll('\n', '\\n')])
    expect(AuthSettings.parse({ AUTH_JWT_PUBLIC_KEY: both }).AUTH_JWT_PUBLIC_KEY).toHaveLength(2);
  for (const bad of [`${first}and more`, `${first}${second?.slice(40)}`])
    expect(AuthSettings.safeParse({ AUTH_JWT_PUBLIC_KEY: bad }).success).toBe(false);
});

test('somebody must be trusted', () => {
  expect(trustsSomebody(AuthSettings.parse({}))).toBe(false);
});
