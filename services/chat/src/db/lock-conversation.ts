import type { Actor } from '@livechat/contracts/actor';
import { sql } from 'kysely';
import { maySee } from '../access.ts';
import type { DatabaseTransaction } from './database.ts';
import type { ConversationRow } from './rows.ts';

/**
 * One conversation, locked, with the moment of the lock; undefined when there is none that the actor may see. Whoever
 * changes anything in a conversation takes this lock first.
 */
export async function lockConversation(
  tx: DatabaseTransaction,
  actor: Actor,
  conversationId: number,
): Promise<{ conversation: ConversationRow; now: Date } | undefined> {
  const row = await tx
    .selectFrom('chat_conversations')
    .selectAll()
    .select(sql<Date>`clock_timestamp()::timestamptz(3)`.as('now'))
    .where('id', '=', conversationId)
    .forUpdate()
    .executeTakeFirst();
  if (!row || !maySee(actor, row)) return undefined;
  const { now, ...conversation } = row;
  return { conversation, now };
}
