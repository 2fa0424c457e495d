import type { Handler } from '@livechat/bus/serve';
import type { listChangedMessages as contract } from '@livechat/contracts/chat/list-changed-messages';
import { fail } from '@livechat/contracts/errors';
import type { Context } from '../context.ts';
import { findConversation } from '../db/find-conversation.ts';
import { selectMessages, toMessage } from '../db/rows.ts';
import { fitting } from '../page-bytes.ts';

const pageSize = 100;

export function listChangedMessages({ db }: Context): Handler<typeof contract> {
  return async ({ conversationId, afterRevision, afterSeq }, { actor }) => {
    // First the revision, then the messages: these may be newer, but never older.
    const conversation = await findConversation(db, actor, conversationId);
    if (!conversation) return fail('NOT_FOUND');
    const changed = db
      .selectFrom('chat_messages')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .where('revision', '>', afterRevision)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .limit(pageSize + 1);
    const rows = await selectMessages(db, changed).orderBy('m.seq').execute();
    const page = rows.slice(0, Math.min(pageSize, fitting(rows)));
    const messages = page.map((row) => toMessage(row, row.sender_name));
    return { revision: conversation.revision, messages, hasMore: rows.length > page.length };
  };
}
