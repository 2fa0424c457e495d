import type { Handler } from '@livechat/bus/serve';
import { fail, isFailure } from '@livechat/contracts/errors';
import type { refreshSession as contract } from '@livechat/contracts/identity/sessions';
import type { Context } from '../context.ts';
import type { DatabaseTransaction } from '../db/database.ts';
import { peopleOf, toPrincipal } from '../db/people.ts';
import { newRefreshToken, refreshTokenExpiry, refreshTokenHash } from '../refresh-token.ts';
import { familyRevocation, storeRevocations, tellRevocations } from '../revocations.ts';

export function refreshSession({ db, bus, log }: Context): Handler<typeof contract> {
  return async ({ refreshToken }, { requestId }) => {
    const { session, revocations } = await db.transaction().execute((tx) => exchange(tx, refreshToken));
    tellRevocations(bus, revocations);
    if (isFailure(session)) log.warn({ requestId, reason: session.detail }, 'refresh refused');
    return session;
  };
}

async function exchange(tx: DatabaseTransaction, refreshToken: string) {
  const now = new Date();
  const token = await tx
    .selectFrom('auth_refresh_tokens')
    .selectAll()
    .where('token_hash', '=', refreshTokenHash(refreshToken))
    .forUpdate()
    .executeTakeFirst();
  if (!token || token.expires_at <= now) {
    return { session: fail('UNAUTHENTICATED', 'This refresh token is not valid'), revocations: [] };
  }
  if (token.used_at) {
    // Two hold the same token, and one of them stole it: nobody goes on with this family.
    const revocations = [familyRevocation(token.family, now)];
    await tx.deleteFrom('auth_refresh_tokens').where('family', '=', token.family).execute();
    await storeRevocations(tx, revocations);
    return { session: fail('UNAUTHENTICATED', 'This refresh token was used before; sign in again'), revocations };
  }
  await tx
    .updateTable('auth_refresh_tokens')
    .set({ used_at: now })
    .where('token_hash', '=', token.token_hash)
    .execute();
  const { role, family, person_id } = token;
  const next = newRefreshToken();
  await tx
    .insertInto('auth_refresh_tokens')
    .values({ token_hash: refreshTokenHash(next), family, role, person_id, expires_at: refreshTokenExpiry(now) })
    .execute();
  const person = await tx.selectFrom(peopleOf(role)).selectAll().where('id', '=', person_id).executeTakeFirstOrThrow();
  return { session: { principal: toPrincipal(role, person), refreshToken: next, family }, revocations: [] };
}
