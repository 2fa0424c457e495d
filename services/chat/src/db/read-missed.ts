import type { Principal } from '@livechat/contracts/actor';
import { type Message, messageFor } from '@livechat/contracts/chat/message';
import { fitting } from '../page-bytes.ts';
import type { DatabaseTransaction } from './database.ts';
import { type ConversationRow, selectMessages, toMessage } from './rows.ts';

const maxMissed = 100;

/**
 * What others wrote after the seq on which a sender's message is based; nothing without one. The first hundred, in
 * ascending seq: who missed more reads on from there. System messages are nobody's writing.
 */
export async function readMissed(
  tx: DatabaseTransaction,
  sender: Principal,
  conversation: ConversationRow,
  basedOnSeq: number | undefined,
): Promise<Message[]> {
  if (basedOnSeq === undefined || basedOnSeq >= conversation.last_seq) return [];
  const missed = tx
    .selectFrom('chat_messages')
    .selectAll()
    .where('conversation_id', '=', conversation.id)
    .where('seq', '>', basedOnSeq)
    .where('message_type', '<>', 'system')
    .where(({ eb, or }) => or([eb('sender_type', '<>', sender.role), eb('sender_id', '<>', sender.id)]))
    .orderBy('seq')
    .limit(maxMissed);
  const rows = await selectMessages(tx, missed).orderBy('m.seq').execute();
  return rows.slice(0, fitting(rows)).map((row) => messageFor(sender.role, toMessage(row, row.sender_name)));
}
