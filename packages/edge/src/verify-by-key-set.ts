import { type Failure, fail } from '@livechat/contracts/errors';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { AuthSettings } from './auth-settings.ts';

/** A key that is not known yet is asked for, but not more often than this, whatever tokens name. */
const cooldownMs = 2_000;
const maxAgeMs = 10 * 60_000;
const timeoutMs = 2_000;

/** What the address of the keys answers, rather than what is in the token. */
const outages = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);

/** Checks tokens by the keys that a host application publishes (JWKS); jose keeps them and follows their rotation. */
export function createKeySetVerifier(
  settings: AuthSettings,
): ((token: string) => Promise<unknown | Failure<'UNAUTHENTICATED' | 'UNAVAILABLE'>>) | undefined {
  const { AUTH_JWKS_URL, AUTH_JWT_ISSUER, AUTH_JWT_AUDIENCE } = settings;
  if (AUTH_JWKS_URL === undefined) return undefined;
  const keys = createRemoteJWKSet(new URL(AUTH_JWKS_URL), {
    cooldownDuration: cooldownMs,
    cacheMaxAge: maxAgeMs,
    timeoutDuration: timeoutMs,
  });
  const options = {
    // A published key is asymmetric; which of the two fits follows from its kind.
    algorithms: ['RS256', 'ES256'],
    requiredClaims: ['exp'],
    ...(AUTH_JWT_ISSUER && { issuer: AUTH_JWT_ISSUER }),
    ...(AUTH_JWT_AUDIENCE && { audience: AUTH_JWT_AUDIENCE }),
  };
  return async (token) => {
    try {
      return (await jwtVerify(token, keys, options)).payload;
    } catch (err) {
      const isOutage = !(err instanceof errors.JOSEError) || outages.has(err.code);
      return isOutage
        ? fail('UNAVAILABLE', 'The keys of the host application cannot be read')
        : fail('UNAUTHENTICATED');
    }
  };
}
