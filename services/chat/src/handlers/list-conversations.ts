import type { Handler } from '@livechat/bus/serve';
import type { listConversations as contract } from '@livechat/contracts/chat/list-conversations';
import { messageFor } from '@livechat/contracts/chat/message';
import { isFailure } from '@livechat/contracts/errors';
import type { Context } from '../context.ts';
import { readConversationPage } from '../db/conversation-page.ts';
import { toConversation } from '../db/rows.ts';
import { readCursor } from '../page-cursor.ts';

export function listConversations({ db }: Context): Handler<typeof contract> {
  return async ({ status, limit, cursor }, { actor }) => {
    const after = readCursor(cursor);
    if (isFailure(after)) return after;
    let own = db.selectFrom('chat_conversations').selectAll().where('user_id', '=', actor.id);
    if (status !== undefined) own = own.where('status', '=', status);
    const { rows, nextCursor, lastMessages } = await readConversationPage(db, own, { cursor: after, limit });
    const conversations = rows.map((row) => {
      const lastMessage = lastMessages.get(row.id);
      return { ...toConversation(row), lastMessage: lastMessage ? messageFor('user', lastMessage) : null };
    });
    return { conversations, nextCursor };
  };
}
