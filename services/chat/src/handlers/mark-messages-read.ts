import type { Handler } from '@livechat/bus/serve';
import type { Principal } from '@livechat/contracts/actor';
import { messagesRead } from '@livechat/contracts/chat/events';
import type { markMessagesRead as contract } from '@livechat/contracts/chat/mark-messages-read';
import type { Input } from '@livechat/contracts/contract';
import { fail, isFailure } from '@livechat/contracts/errors';
import type { Context } from '../context.ts';
import type { DatabaseTransaction } from '../db/database.ts';
import { lockConversation } from '../db/lock-conversation.ts';
import { insertEvents, newEvent, type StoredEvent } from '../db/outbox-rows.ts';

export function markMessagesRead({ db, outbox }: Context): Handler<typeof contract> {
  return async (input, { actor }) => {
    const marked = await db.transaction().execute((tx) => markRead(tx, actor, input));
    if (isFailure(marked)) return marked;
    outbox.publish(marked.events);
    return marked.receipt;
  };
}

/** Marks only move forward: what is read stays read, whichever of two devices comes second. */
async function markRead(
  tx: DatabaseTransaction,
  actor: Principal,
  { conversationId, upToSeq }: Input<typeof contract>,
) {
  const locked = await lockConversation(tx, actor, conversationId);
  if (!locked) return fail('NOT_FOUND');
  const { conversation, now } = locked;

  const upTo = Math.min(upToSeq ?? conversation.last_seq, conversation.last_seq);
  const revision = conversation.revision + 1;
  const read = await tx
    .updateTable('chat_messages')
    .set((row) => ({
      status: 'read',
      read_at: now,
      read_by: actor.id,
      delivered_at: row.fn.coalesce('delivered_at', row.val(now)),
      updated_at: now,
      revision,
    }))
    .where('conversation_id', '=', conversationId)
    .where('sender_type', '=', actor.role === 'user' ? 'admin' : 'user')
    .where('seq', '<=', upTo)
    .where('status', '<>', 'read')
    .where('message_type', '<>', 'system')
    .executeTakeFirst();
  const readCount = Number(read.numUpdatedRows);
  const unreadBefore = actor.role === 'user' ? conversation.user_unread_count : conversation.admin_unread_count;
  const unreadCount = unreadBefore - readCount;

  const event = {
    conversationId,
    readerType: actor.role,
    readerId: actor.id,
    upToSeq: upTo,
    readAt: now.toISOString(),
  };
  let events: StoredEvent[] = [];
  if (readCount > 0) {
    const counter = actor.role === 'user' ? 'user_unread_count' : 'admin_unread_count';
    await tx
      .updateTable('chat_conversations')
      .set({ [counter]: unreadCount, updated_at: now, revision })
      .where('id', '=', conversationId)
      .execute();
    events = await insertEvents(tx, [newEvent(messagesRead, conversationId, { ...event, revision })]);
  }
  return { receipt: { ...event, readCount, unreadCount }, events };
}
