import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { isGuessable } from './is-guessable.ts';

test.each([
  'x'.repeat(64),
  '0123456789abcdef0123456789abcdef',
  'abcdefghijklmnopqrstuvwxyz0123456789',
  'secretsecretsecretsecretsecretsecret',
  'Change-Me-Change-Me-Change-Me-Change-Me',
  'super-secret-jwt-token-with-at-least-32-characters-long',
  'A-String-Secret-At-Least-256-Bits-Long',
])('%s can be guessed', (secret) => {
  expect(isGuessable(secret)).toBe(true);
});

test('what is drawn at random cannot, in whatever alphabet', () => {
  for (let drawn = 0; drawn < 1_000; drawn += 1) {
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      expect(isGuessable(randomBytes(32).toString(encoding))).toBe(false);
    }
  }
});
