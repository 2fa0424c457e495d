import type { Actor } from '@livechat/contracts/actor';
import type { DatabaseTransaction } from './database.ts';
import { lockConversation } from './lock-conversation.ts';
import type { ConversationRow, MessageRow } from './rows.ts';

/** One message with its conversation, locked, with the moment of the lock; undefined when the actor may not see it. */
export async function lockMessage(
  tx: DatabaseTransaction,
  actor: Actor,
  { conversationId, messageId }: { conversationId: number; messageId: number },
): Promise<{ conversation: ConversationRow; message: MessageRow; now: Date } | undefined> {
  const locked = await lockConversation(tx, actor, conversationId);
  if (!locked) return undefined;
  const message = await tx
    .selectFrom('chat_messages')
    .selectAll()
    .where('id', '=', messageId)
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst();
  return message && { ...locked, message };
}
