import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

const minSecretBytes = 32;

const Secret = z
  .string()
  .refine((secret) => Buffer.byteLength(secret) >= minSecretBytes, `must have at least ${minSecretBytes} bytes`);

/** Where one PEM ends and the next may begin. */
const afterPem = /(?<=-----END [A-Z ]{1,40}-----)/;

/** One key after the other: while a key is replaced, tokens of both are about. */
const PublicKeys = z.string().transform((text, check): KeyObject[] => {
  try {
    // A PEM in one line of an environment file has its line breaks written out.
    const pems = text.replaceAll('\\n', '\n').trim().split(afterPem);
    const keys = pems.map((pem) => createPublicKey(pem.trim()));
    if (keys.every(isAccepted)) return keys;
  } catch {
    // Said below, without the keys.
  }
  check.addIssue({ code: 'custom', message: 'must be a PEM with an RSA or P-256 public key, or several' });
  return z.NEVER;
});

function isAccepted({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return asymmetricKeyType === 'rsa' || asymmetricKeyDetails?.namedCurve === 'prime256v1';
}

/** Whose tokens are trusted; both doors have these. */
export const AuthSettings = z.object({
  AUTH_JWT_SECRET: Secret.optional(),
  /** While a secret is replaced: the next or the last one. It is believed, and signs nothing. */
  AUTH_JWT_OTHER_SECRET: Secret.optional(),
  AUTH_JWT_PUBLIC_KEY: PublicKeys.optional(),
  AUTH_JWKS_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  AUTH_JWT_ISSUER: z.string().min(1).optional(),
  AUTH_JWT_AUDIENCE: z.string().min(1).optional(),
});
export type AuthSettings = z.output<typeof AuthSettings>;

export const trustsSomebody = (settings: AuthSettings): boolean =>
  [settings.AUTH_JWT_SECRET, settings.AUTH_JWT_PUBLIC_KEY, settings.AUTH_JWKS_URL].some((key) => key !== undefined);
