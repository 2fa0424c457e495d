import type { Handler } from '@livechat/bus/serve';
import { fail } from '@livechat/contracts/errors';
import type { getBlock as contract } from '@livechat/contracts/identity/block-user';
import type { Context } from '../context.ts';
import { activeBlocks } from '../db/active-blocks.ts';

export function getBlock({ db }: Context): Handler<typeof contract> {
  return async ({ userId }) => {
    const row = await activeBlocks(db, new Date())
      .innerJoin('admins', 'admins.id', 'user_blocks.blocked_by')
      .select(['admins.id', 'admins.username', 'admins.display_name as displayName'])
      .select(['reason', 'blocked_at', 'blocked_until'])
      .where('user_id', '=', userId)
      .executeTakeFirst();
    if (!row) {
      const user = await db.selectFrom('users').select('id').where('id', '=', userId).executeTakeFirst();
      return user ? { block: null } : fail('NOT_FOUND', 'There is no such user');
    }
    const { reason, blocked_at, blocked_until, ...blockedBy } = row;
    const until = blocked_until?.toISOString() ?? null;
    return { block: { reason, blockedBy, blockedAt: blocked_at.toISOString(), until } };
  };
}
