import type { Handler } from '@livechat/bus/serve';
import type { assignConversation as contract } from '@livechat/contracts/chat/assign-conversation';
import { fail, isFailure } from '@livechat/contracts/errors';
import type { Context } from '../context.ts';
import { storeChange } from '../db/store-change.ts';

export function assignConversation({ db, outbox }: Context): Handler<typeof contract> {
  return async ({ conversationId, adminId }, { actor }) => {
    if (adminId !== null) {
      const admin = await db.selectFrom('admins').select('id').where('id', '=', adminId).executeTakeFirst();
      if (!admin) return fail('NOT_FOUND', 'There is no such member of staff');
    }
    const stored = await db.transaction().execute((tx) => storeChange(tx, actor, conversationId, { adminId }));
    if (isFailure(stored)) return stored;
    outbox.publish(stored.events);
    return { conversation: stored.conversation };
  };
}
