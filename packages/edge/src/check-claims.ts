import type { Principal } from '@livechat/contracts/actor';
import type { IdentityClaims } from '@livechat/contracts/contract';
import { type Failure, fail } from '@livechat/contracts/errors';

/**
 * Existing clients say in some fields who they are. Absent is fine and the caller's own is fine; anything else is
 * FORBIDDEN. Resolves to the input without those fields: identity comes from the token alone.
 */
export function checkClaims(
  input: Record<string, unknown>,
  claims: IdentityClaims | undefined,
  principal: Principal,
): Record<string, unknown> | Failure<'FORBIDDEN'> {
  if (!claims) return input;
  const rest = { ...input };
  const takes = (field: string | undefined, isOwn: (value: unknown) => boolean): boolean => {
    if (field === undefined || !(field in rest)) return true;
    const own = rest[field] === undefined || isOwn(rest[field]);
    delete rest[field];
    return own;
  };
  const own = [
    takes(claims.username, (value) => value === principal.username),
    takes(claims.role, (value) => value === principal.role),
    // A number is this system's id, a string the host application's.
    takes(claims.id, (value) => value === principal.id || value === principal.subject),
  ].every(Boolean);
  return own ? rest : fail('FORBIDDEN', 'The request names somebody else than its token');
}
