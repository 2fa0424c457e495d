import type { DatabaseTransaction } from './database.ts';
import type { ConversationRow } from './rows.ts';

/** Counts one more change to the messages of a conversation, whose lock the caller holds. */
export async function nextRevision(
  tx: DatabaseTransaction,
  { id, revision }: Pick<ConversationRow, 'id' | 'revision'>,
): Promise<number> {
  const next = revision + 1;
  await tx.updateTable('chat_conversations').set({ revision: next }).where('id', '=', id).execute();
  return next;
}
