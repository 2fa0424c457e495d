import type { Handler } from '@livechat/bus/serve';
import type { listMessages as contract } from '@livechat/contracts/chat/list-messages';
import { fail } from '@livechat/contracts/errors';
import type { Context } from '../context.ts';
import { findConversation } from '../db/find-conversation.ts';
import { readMessages } from '../db/read-messages.ts';

export function listMessages({ db }: Context): Handler<typeof contract> {
  return async (page, { actor }) => {
    const conversation = await findConversation(db, actor, page.conversationId);
    return conversation ? readMessages(db, actor, page) : fail('NOT_FOUND');
  };
}
