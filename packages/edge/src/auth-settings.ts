import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { isGuessable } from './is-guessable.ts';

const minSecretBytes = 32;

const Secret = z
  .string()
  .refine((secret) => Buffer.byteLength(secret) >= minSecretBytes, `must have at least ${minSecretBytes} bytes`)
  .refine((secret) => !isGuessable(secret), 'must be random, as from `openssl rand -base64 48`');

const PublicKey = z.string().transform((pem, check): KeyObject => {
  try {
    // A PEM in one line of an environment file has its line breaks written out.
    const key = createPublicKey(pem.replaceAll('\\n', '\n'));
    if (key.asymmetricKeyType === 'rsa' || key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  } catch {
    // Said below, without the key.
  }
  check.addIssue({ code: 'custom', message: 'must be a PEM with an RSA or P-256 public key' });
  return z.NEVER;
});

/** Whose tokens are trusted; both doors have these. */
export const AuthSettings = z.object({
  AUTH_JWT_SECRET: Secret.optional(),
  AUTH_JWT_PUBLIC_KEY: PublicKey.optional(),
  AUTH_JWKS_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  AUTH_JWT_ISSUER: z.string().min(1).optional(),
  AUTH_JWT_AUDIENCE: z.string().min(1).optional(),
});
export type AuthSettings = z.output<typeof AuthSettings>;

export const trustsSomebody = (settings: AuthSettings): boolean =>
  [settings.AUTH_JWT_SECRET, settings.AUTH_JWT_PUBLIC_KEY, settings.AUTH_JWKS_URL].some((key) => key !== undefined);
