import { createHash } from 'node:crypto';
import type { Principal } from '@livechat/contracts/actor';
import { conversationUpdated, messageCreated } from '@livechat/contracts/chat/events';
import type { Message, Metadata } from '@livechat/contracts/chat/message';
import type { Insertable } from 'kysely';
import type { AppliedMessage } from '../apply-message.ts';
import type { DatabaseTransaction } from './database.ts';
import { insertEvents, newEvent, type StoredEvent } from './outbox-rows.ts';
import { toConversation, toMessage } from './rows.ts';
import type { ChatMessagesTable } from './tables.ts';
import { insertChanges, updateConversationRow } from './write-changes.ts';

export interface WrittenMessage {
  message: string;
  metadata: Metadata | null;
  reply_to_id: number | null;
  client_message_id: string | null;
  text_hash: Buffer;
}

/** Of the text as sent, before cleaning and edits: tells a repeat from another text under the same id. */
export function textHash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * Writes a message with all that it brings about: the conversation's new state, its history, a system message about
 * a reopening, and the events that tell of it. The caller holds the conversation's lock.
 */
export async function writeMessage(
  tx: DatabaseTransaction,
  sender: Principal,
  { conversation, seq, reopened, changes }: AppliedMessage,
  written: WrittenMessage,
): Promise<{ message: Message; events: StoredEvent[] }> {
  const { id: conversation_id, updated_at: at } = conversation;
  const revision = reopened ? conversation.revision - 1 : conversation.revision;
  const times = { conversation_id, created_at: at, updated_at: at };
  const values: Insertable<ChatMessagesTable>[] = [
    {
      ...times,
      ...written,
      metadata: written.metadata && JSON.stringify(written.metadata),
      seq,
      revision,
      sender_type: sender.role,
      sender_id: sender.id,
    },
  ];
  if (reopened) values.push({ ...times, ...reopeningMessage, seq: seq + 1, revision: revision + 1 });
  const rows = await tx.insertInto('chat_messages').values(values).returningAll().execute();
  await updateConversationRow(tx, conversation);
  await insertChanges(tx, conversation, sender, changes);

  const messages = rows.map((row) => toMessage(row, row.sender_id === null ? null : sender.displayName));
  const [message] = messages;
  if (!message) throw new Error('an insert returned nothing');
  const state = toConversation(conversation);
  const events = rows.map((row, index) => {
    const told = { conversation: state, message: messages[index] ?? message, revision: row.revision };
    return newEvent(messageCreated, conversation_id, told);
  });
  if (changes.length > 0) events.push(newEvent(conversationUpdated, conversation_id, { conversation: state }));
  return { message, events: await insertEvents(tx, events) };
}

const reopeningMessage = {
  sender_type: 'admin',
  sender_id: null,
  message: 'Conversation reopened',
  message_type: 'system',
  // For apps that say it in the reader's language.
  metadata: JSON.stringify({ system: { what: 'status', from: 'closed', to: 'open' } }),
} as const;
