import type { IdentityClaims } from '../contract.ts';
import type { JsonSchema } from './json-schema.ts';

const note = 'Only compared with the token: another’s is FORBIDDEN. Not needed.';

/** The fields in which existing clients say who they are. */
export function identityFields(claims: IdentityClaims = {}): Record<string, JsonSchema> {
  const { username, role, id } = claims;
  return {
    ...(username !== undefined && { [username]: { type: 'string', description: `The caller’s own name. ${note}` } }),
    ...(role !== undefined && {
      [role]: { type: 'string', enum: ['user', 'admin'], description: `The caller’s own role. ${note}` },
    }),
    ...(id !== undefined && {
      [id]: {
        anyOf: [{ type: 'integer' }, { type: 'string' }],
        description: `The caller’s own id, or the host application’s as a string. ${note}`,
      },
    }),
  };
}
