import type { Handler } from '@livechat/bus/serve';
import type { listBlocks as contract } from '@livechat/contracts/identity/block-user';
import type { Context } from '../context.ts';
import { activeBlocks } from '../db/active-blocks.ts';

const pageSize = 5_000;

export function listBlocks({ db }: Context): Handler<typeof contract> {
  return async ({ afterUserId }) => {
    const rows = await activeBlocks(db, new Date())
      .select(['user_id', 'blocked_until'])
      .where('user_id', '>', afterUserId)
      .orderBy('user_id')
      .limit(pageSize + 1)
      .execute();
    const blocks = rows.slice(0, pageSize).map(({ user_id, blocked_until }) => ({
      userId: user_id,
      until: blocked_until?.toISOString() ?? null,
    }));
    return { blocks, hasMore: rows.length > pageSize };
  };
}
