import type { Handler } from '@livechat/bus/serve';
import type { closeConversation as contract } from '@livechat/contracts/chat/close-conversation';
import { isFailure } from '@livechat/contracts/errors';
import type { Context } from '../context.ts';
import { storeChange } from '../db/store-change.ts';

export function closeConversation({ db, outbox }: Context): Handler<typeof contract> {
  return async ({ conversationId, ...wanted }, { actor }) => {
    const stored = await db.transaction().execute((tx) => storeChange(tx, actor, conversationId, wanted));
    if (isFailure(stored)) return stored;
    outbox.publish(stored.events);
    return { conversation: stored.conversation };
  };
}
