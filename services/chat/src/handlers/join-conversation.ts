import type { Handler } from '@livechat/bus/serve';
import type { joinConversation as contract } from '@livechat/contracts/chat/join-conversation';
import { fail } from '@livechat/contracts/errors';
import type { Context } from '../context.ts';
import { findConversation } from '../db/find-conversation.ts';
import { readMessages } from '../db/read-messages.ts';
import { toConversation } from '../db/rows.ts';

const catchUpLimit = 100;

export function joinConversation({ db }: Context): Handler<typeof contract> {
  return async ({ conversationId, afterSeq }, { actor }) => {
    const row = await findConversation(db, actor, conversationId);
    if (!row) return fail('NOT_FOUND');
    const conversation = toConversation(row);
    const { revision } = row;
    if (afterSeq === undefined) return { conversation, messages: [], hasMore: false, revision };
    const page = await readMessages(db, actor, { conversationId, after: afterSeq, limit: catchUpLimit });
    return { conversation, ...page, revision };
  };
}
