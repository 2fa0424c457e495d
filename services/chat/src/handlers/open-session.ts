import { randomUUID } from 'node:crypto';
import type { Handler } from '@livechat/bus/serve';
import { fail } from '@livechat/contracts/errors';
import type { openSession as contract } from '@livechat/contracts/identity/sessions';
import { hash, verify } from '@node-rs/argon2';
import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Database } from '../db/database.ts';
import { peopleOf, toPrincipal } from '../db/people.ts';
import { newRefreshToken, refreshTokenExpiry, refreshTokenHash } from '../refresh-token.ts';

export function openSession({ db, log }: Context): Handler<typeof contract> {
  // Compared with when there is no such account, so that an unknown name takes as long as a wrong password.
  const nobodysHash = hash(randomUUID());
  return async ({ username, password, role }, { requestId }) => {
    const person = await db
      .selectFrom(peopleOf(role))
      .selectAll()
      .where('password_hash', 'is not', null)
      .where(sql<boolean>`lower(username) = lower(${username})`)
      .executeTakeFirst();
    const matches = await verify(person?.password_hash ?? (await nobodysHash), password);
    if (!person || !matches) {
      // Whose account was tried, if there is one; who tries is not told.
      log.info({ requestId, role, id: person?.id }, 'sign-in refused');
      return fail('INVALID_CREDENTIALS');
    }
    const refreshToken = newRefreshToken();
    const family = randomUUID();
    const now = new Date();
    await forgetExpired(db, now);
    await db
      .insertInto('auth_refresh_tokens')
      .values({
        token_hash: refreshTokenHash(refreshToken),
        family,
        role,
        person_id: person.id,
        expires_at: refreshTokenExpiry(now),
      })
      .execute();
    log.info({ requestId, role, id: person.id }, 'signed in');
    return { principal: toPrincipal(role, person), refreshToken, family };
  };
}

/** A few at a time, so that no sign-in has to wait for a backlog. */
async function forgetExpired(db: Database, now: Date): Promise<void> {
  const expired = db.selectFrom('auth_refresh_tokens').select('token_hash').where('expires_at', '<', now).limit(100);
  await db.deleteFrom('auth_refresh_tokens').where('token_hash', 'in', expired).execute();
}
