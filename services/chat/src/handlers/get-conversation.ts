import type { Handler } from '@livechat/bus/serve';
import type { getConversation as contract } from '@livechat/contracts/chat/get-conversation';
import { fail } from '@livechat/contracts/errors';
import type { Context } from '../context.ts';
import { findConversation } from '../db/find-conversation.ts';
import { toConversation } from '../db/rows.ts';

export function getConversation({ db }: Context): Handler<typeof contract> {
  return async ({ conversationId }, { actor }) => {
    const row = await findConversation(db, actor, conversationId);
    return row ? { conversation: toConversation(row) } : fail('NOT_FOUND');
  };
}
