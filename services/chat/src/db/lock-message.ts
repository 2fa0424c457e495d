import type { Principal } from '@livechat/contracts/actor';
import { sql } from 'kysely';
import { maySee } from '../access.ts';
import type { DatabaseTransaction } from './database.ts';
import type { MessageRow } from './rows.ts';

/** One message, locked, with the moment of the lock; undefined when there is none that the actor may see. */
export async function lockMessage(
  tx: DatabaseTransaction,
  actor: Principal,
  { conversationId, messageId }: { conversationId: number; messageId: number },
): Promise<{ message: MessageRow; now: Date } | undefined> {
  const conversation = await tx
    .selectFrom('chat_conversations')
    .select('user_id')
    .where('id', '=', conversationId)
    .executeTakeFirst();
  if (!conversation || !maySee(actor, conversation)) return undefined;
  const row = await tx
    .selectFrom('chat_messages')
    .selectAll()
    .select(sql<Date>`clock_timestamp()::timestamptz(3)`.as('now'))
    .where('id', '=', messageId)
    .where('conversation_id', '=', conversationId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return undefined;
  const { now, ...message } = row;
  return { message, now };
}
