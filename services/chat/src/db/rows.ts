import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import { type Selectable, type SelectQueryBuilder, sql } from 'kysely';
import type { Database, DatabaseTransaction } from './database.ts';
import type { ChatConversationsTable, ChatMessagesTable, Tables } from './tables.ts';

export type ConversationRow = Selectable<ChatConversationsTable>;
export type MessageRow = Selectable<ChatMessagesTable>;

export function toConversation(row: ConversationRow): Conversation {
  return {
    id: row.id,
    userId: row.user_id,
    adminId: row.admin_id,
    status: row.status,
    subject: row.subject,
    priority: row.priority,
    lastMessageAt: row.last_message_at.toISOString(),
    lastMessageBy: row.last_message_by,
    userUnreadCount: row.user_unread_count,
    adminUnreadCount: row.admin_unread_count,
    lastSeq: row.last_seq,
    closedAt: row.closed_at?.toISOString() ?? null,
    closedBy: row.closed_by,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

export function toMessage(row: MessageRow, senderName: string | null): Message {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    seq: row.seq,
    senderType: row.sender_type,
    senderId: row.sender_id,
    message: row.message,
    messageType: row.message_type,
    status: row.status,
    readAt: row.read_at?.toISOString() ?? null,
    readBy: row.read_by,
    editedAt: row.edited_at?.toISOString() ?? null,
    isEdited: row.is_edited,
    metadata: row.metadata,
    replyToId: row.reply_to_id,
    clientMessageId: row.client_message_id,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    senderName,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/**
 * Messages with the display name of who wrote them; `.where(…)` says which. A page is given as `from`, with its limit:
 * Postgres, which cannot know how long one conversation is, otherwise may join names to all of it and sort that.
 */
export function selectMessages(
  db: Database | DatabaseTransaction,
  from: SelectQueryBuilder<Tables, 'chat_messages', MessageRow> = db.selectFrom('chat_messages').selectAll(),
) {
  return db
    .selectFrom(from.as('m'))
    .leftJoin('users as u', (join) => join.onRef('u.id', '=', 'm.sender_id').on('m.sender_type', '=', 'user'))
    .leftJoin('admins as a', (join) => join.onRef('a.id', '=', 'm.sender_id').on('m.sender_type', '=', 'admin'))
    .selectAll('m')
    .select(sql<string | null>`coalesce(u.display_name, a.display_name)`.as('sender_name'));
}
