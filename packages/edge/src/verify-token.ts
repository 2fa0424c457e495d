import { createSecretKey, type KeyObject } from 'node:crypto';
import { type Failure, fail, isFailure } from '@livechat/contracts/errors';
import { TokenClaims } from '@livechat/contracts/identity/resolve-principal';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { AuthSettings } from './auth-settings.ts';
import { createKeySetVerifier } from './verify-by-key-set.ts';

export interface VerifiedToken {
  claims: TokenClaims;
  /** All tokens that came from one sign-in, when the token names it. */
  family: string | undefined;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

export type TokenFailure = Failure<'UNAUTHENTICATED' | 'UNAVAILABLE'>;

/** The last second that a date can hold. */
const maxSeconds = 8_640_000_000_000;

/** The claims as they stand in the token. `sub` is a string and `exp` a must, whatever the standard allows. */
const Payload = z.object({
  sub: TokenClaims.shape.subject,
  role: TokenClaims.shape.role,
  username: TokenClaims.shape.username,
  name: TokenClaims.shape.displayName,
  sid: z.string().min(1).max(128).optional(),
  exp: z.number().positive().max(maxSeconds),
});

interface Key {
  key: KeyObject;
  algorithms: jwt.Algorithm[];
}

/** The accepted algorithms follow from the key's kind, never from the token. */
function keysOf({ AUTH_JWT_SECRET, AUTH_JWT_OTHER_SECRET, AUTH_JWT_PUBLIC_KEY = [] }: AuthSettings): Key[] {
  const secrets = [AUTH_JWT_SECRET, AUTH_JWT_OTHER_SECRET].filter((secret) => secret !== undefined);
  return [
    // Key objects, because making one from the string at each token costs three times the check itself.
    ...secrets.map((secret): Key => ({ key: createSecretKey(secret, 'utf8'), algorithms: ['HS256'] })),
    ...AUTH_JWT_PUBLIC_KEY.map(
      (key): Key => ({ key, algorithms: [key.asymmetricKeyType === 'rsa' ? 'RS256' : 'ES256'] }),
    ),
  ];
}

/** The claims of a trusted, current token; anything else is UNAUTHENTICATED and is not told why. */
export function createTokenVerifier(settings: AuthSettings): (token: string) => Promise<VerifiedToken | TokenFailure> {
  const keys = keysOf(settings);
  const verifyByKeySet = createKeySetVerifier(settings);
  const expected: jwt.VerifyOptions = {
    ...(settings.AUTH_JWT_ISSUER && { issuer: settings.AUTH_JWT_ISSUER }),
    ...(settings.AUTH_JWT_AUDIENCE && { audience: settings.AUTH_JWT_AUDIENCE }),
  };

  const signedPayload = async (token: string): Promise<unknown | TokenFailure> => {
    for (const { key, algorithms } of keys) {
      try {
        return jwt.verify(token, key, { ...expected, algorithms });
      } catch {
        // Not signed with this key, expired, or malformed: all the same to who sent it.
      }
    }
    return verifyByKeySet ? verifyByKeySet(token) : fail('UNAUTHENTICATED');
  };

  return async (token) => {
    const signed = await signedPayload(token);
    if (isFailure(signed)) return signed.failure === 'UNAVAILABLE' ? fail('UNAVAILABLE') : fail('UNAUTHENTICATED');
    const payload = Payload.safeParse(signed);
    if (!payload.success) return fail('UNAUTHENTICATED');
    const { sub, role, username, name, sid, exp } = payload.data;
    const claims = { subject: sub, role, username, ...(name !== undefined && { displayName: name }) };
    return { claims, family: sid, expiresAt: exp * 1000 };
  };
}
