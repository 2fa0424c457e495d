import { createSecretKey, type KeyObject } from 'node:crypto';
import { type Failure, fail } from '@livechat/contracts/errors';
import { TokenClaims } from '@livechat/contracts/identity/resolve-principal';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { AuthSettings } from './auth-settings.ts';

export interface VerifiedToken {
  claims: TokenClaims;
  /** All tokens that came from one sign-in, when the token names it. */
  family: string | undefined;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

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
function keysOf({ AUTH_JWT_SECRET, AUTH_JWT_PUBLIC_KEY }: AuthSettings): Key[] {
  const keys: Key[] = [];
  // A key object, because making one from the string at each token costs three times the check itself.
  if (AUTH_JWT_SECRET) keys.push({ key: createSecretKey(AUTH_JWT_SECRET, 'utf8'), algorithms: ['HS256'] });
  if (AUTH_JWT_PUBLIC_KEY) {
    const algorithm = AUTH_JWT_PUBLIC_KEY.asymmetricKeyType === 'rsa' ? 'RS256' : 'ES256';
    keys.push({ key: AUTH_JWT_PUBLIC_KEY, algorithms: [algorithm] });
  }
  return keys;
}

/** The claims of a trusted, current token; anything else is UNAUTHENTICATED and is not told why. */
export function createTokenVerifier(
  settings: AuthSettings,
): (token: string) => VerifiedToken | Failure<'UNAUTHENTICATED'> {
  const keys = keysOf(settings);
  const expected: jwt.VerifyOptions = {
    ...(settings.AUTH_JWT_ISSUER && { issuer: settings.AUTH_JWT_ISSUER }),
    ...(settings.AUTH_JWT_AUDIENCE && { audience: settings.AUTH_JWT_AUDIENCE }),
  };
  return (token) => {
    for (const { key, algorithms } of keys) {
      try {
        const payload = Payload.safeParse(jwt.verify(token, key, { ...expected, algorithms }));
        if (!payload.success) continue;
        const { sub, role, username, name, sid, exp } = payload.data;
        const claims = { subject: sub, role, username, ...(name !== undefined && { displayName: name }) };
        return { claims, family: sid, expiresAt: exp * 1000 };
      } catch {
        // Not signed with this key, expired, or malformed: all the same to who sent it.
      }
    }
    return fail('UNAUTHENTICATED');
  };
}
