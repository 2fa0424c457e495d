import type { Principal } from '@livechat/contracts/actor';
import type { Change } from '../change-conversation.ts';
import type { DatabaseTransaction } from './database.ts';
import type { ConversationRow } from './rows.ts';

/** Everything of a conversation that can change; the caller has computed it from the locked row. */
export async function updateConversationRow(tx: DatabaseTransaction, conversation: ConversationRow): Promise<void> {
  const { id, user_id: _user, created_at: _created, client_message_id: _repeat, ...changeable } = conversation;
  await tx.updateTable('chat_conversations').set(changeable).where('id', '=', id).execute();
}

/** Who changed what, for the conversation's history. */
export async function insertChanges(
  tx: DatabaseTransaction,
  { id, updated_at }: ConversationRow,
  actor: Principal,
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return;
  const by = { conversation_id: id, actor_type: actor.role, actor_id: actor.id, changed_at: updated_at };
  const lines = changes.map(({ what, from, to }) => ({ ...by, what, from_value: from, to_value: to }));
  await tx.insertInto('chat_conversation_changes').values(lines).execute();
}
