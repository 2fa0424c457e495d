import type { Handler } from '@livechat/bus/serve';
import type { Principal } from '@livechat/contracts/actor';
import type { Input } from '@livechat/contracts/contract';
import type { closeSession as contract, Revocation } from '@livechat/contracts/identity/sessions';
import type { Context } from '../context.ts';
import type { DatabaseTransaction } from '../db/database.ts';
import { refreshTokenHash } from '../refresh-token.ts';
import { familyRevocation, storeRevocations, tellRevocations, tokenRevocation } from '../revocations.ts';

export function closeSession({ db, bus, log }: Context): Handler<typeof contract> {
  return async (input, { actor, requestId }) => {
    const revocations = await db.transaction().execute((tx) => revoke(tx, actor, input));
    tellRevocations(bus, revocations);
    log.info({ requestId, role: actor.role, id: actor.id }, 'signed out');
    return {};
  };
}

async function revoke(tx: DatabaseTransaction, actor: Principal, input: Input<typeof contract>): Promise<Revocation[]> {
  const now = new Date();
  const families = new Set(input.family === undefined ? [] : [input.family]);
  if (input.refreshToken !== undefined) {
    // Only one's own: a found or stolen refresh token signs nobody else out.
    const token = await tx
      .selectFrom('auth_refresh_tokens')
      .select('family')
      .where('token_hash', '=', refreshTokenHash(input.refreshToken))
      .where('role', '=', actor.role)
      .where('person_id', '=', actor.id)
      .executeTakeFirst();
    if (token) families.add(token.family);
  }
  for (const family of families) {
    await tx
      .deleteFrom('auth_refresh_tokens')
      .where(({ cast, eb }) => eb(cast<string>('family', 'text'), '=', family))
      .where('role', '=', actor.role)
      .where('person_id', '=', actor.id)
      .execute();
  }
  const revocations = [
    tokenRevocation(input.tokenHash, new Date(input.tokenExpiresAt)),
    ...[...families].map((family) => familyRevocation(family, now)),
  ];
  await storeRevocations(tx, revocations);
  return revocations;
}
