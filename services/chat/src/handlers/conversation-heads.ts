import type { Handler } from '@livechat/bus/serve';
import type { conversationHeads as contract } from '@livechat/contracts/chat/conversation-heads';
import type { Context } from '../context.ts';

export function conversationHeads({ db }: Context): Handler<typeof contract> {
  return async ({ conversationIds }) => {
    const heads = await db
      .selectFrom('chat_conversations')
      .select(['id as conversationId', 'last_seq as lastSeq', 'revision'])
      .where('id', 'in', conversationIds)
      .execute();
    return { heads };
  };
}
