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
  const rows = await selectMessages(tx)
    .where('m.conversation_id', '=', conversation.id)
    .where('m.seq', '>', basedOnSeq)
    .where('m.message_type', '<>', 'system')
    .where(({ eb, or }) => or([eb('m.sender_type', '<>', sender.role), eb('m.sender_id', '<>', sender.id)]))
    .orderBy('m.seq')
    .limit(maxMissed)
    .execute();
  return rows.slice(0, fitting(rows)).map((row) => messageFor(sender.role, toMessage(row, row.sender_name)));
}
