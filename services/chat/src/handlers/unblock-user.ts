import type { Handler } from '@livechat/bus/serve';
import { fail } from '@livechat/contracts/errors';
import { type unblockUser as contract, userBlocked } from '@livechat/contracts/identity/block-user';
import type { Context } from '../context.ts';

export function unblockUser({ db, bus, log }: Context): Handler<typeof contract> {
  return async ({ userId }, { actor, requestId }) => {
    const user = await db.selectFrom('users').select('id').where('id', '=', userId).executeTakeFirst();
    if (!user) return fail('NOT_FOUND', 'There is no such user');
    await db.deleteFrom('user_blocks').where('user_id', '=', userId).execute();
    bus.publishSignal(userBlocked, undefined, { userId, blocked: false, until: null });
    log.info({ requestId, userId, adminId: actor.id }, 'user let in again');
    return {};
  };
}
