import type { Handler } from '@livechat/bus/serve';
import { fail } from '@livechat/contracts/errors';
import { type blockUser as contract, userBlocked } from '@livechat/contracts/identity/block-user';
import type { Context } from '../context.ts';

/** The doors know before the answer is given: the signal leaves on the same connection ahead of it. */
export function blockUser({ db, bus, log }: Context): Handler<typeof contract> {
  return async ({ userId, reason, until }, { actor, requestId }) => {
    const now = new Date();
    const end = until === undefined ? null : new Date(until);
    if (end && end <= now) {
      return fail('VALIDATION_FAILED', undefined, { errors: [{ path: 'until', message: 'must be in the future' }] });
    }
    const user = await db.selectFrom('users').select('id').where('id', '=', userId).executeTakeFirst();
    if (!user) return fail('NOT_FOUND', 'There is no such user');
    const block = { reason, blocked_by: actor.id, blocked_at: now, blocked_until: end };
    await db
      .insertInto('user_blocks')
      .values({ user_id: userId, ...block })
      .onConflict((conflict) => conflict.column('user_id').doUpdateSet(block))
      .execute();
    bus.publishSignal(userBlocked, undefined, { userId, blocked: true, until: end?.toISOString() ?? null });
    log.info({ requestId, userId, adminId: actor.id, until: end }, 'user blocked');
    return {};
  };
}
