import type { Actor } from '@livechat/contracts/actor';
import { maySee } from '../access.ts';
import type { Database } from './database.ts';
import type { ConversationRow } from './rows.ts';

/** The conversation, unless there is none or the actor may not see it. */
export async function findConversation(
  db: Database,
  actor: Actor,
  conversationId: number,
): Promise<ConversationRow | undefined> {
  const row = await db.selectFrom('chat_conversations').selectAll().where('id', '=', conversationId).executeTakeFirst();
  return row && maySee(actor, row) ? row : undefined;
}
