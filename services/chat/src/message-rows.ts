import { conversationUpdated, messageCreated } from '@livechat/contracts/chat/events';
import type { Message } from '@livechat/contracts/chat/message';
import type { AppliedMessage } from './apply-message.ts';
import { type NewEvent, newEvent } from './db/outbox-rows.ts';
import { type MessageRow, toConversation, toMessage } from './db/rows.ts';

/** What a message is made of, apart from what it does to its conversation. */
export type Content = Pick<
  MessageRow,
  'id' | 'sender_type' | 'sender_id' | 'message' | 'metadata' | 'reply_to_id' | 'client_message_id' | 'text_hash'
>;

export function messageRow({ conversation, seq, reopened }: AppliedMessage, content: Content): MessageRow {
  return {
    ...untouched,
    ...content,
    conversation_id: conversation.id,
    seq,
    revision: reopened ? conversation.revision - 1 : conversation.revision,
    created_at: conversation.updated_at,
    updated_at: conversation.updated_at,
  };
}

/** The system message after a message that opened its conversation again. */
export function reopeningRow({ conversation, seq }: AppliedMessage, id: number): MessageRow {
  return {
    ...untouched,
    id,
    conversation_id: conversation.id,
    seq: seq + 1,
    revision: conversation.revision,
    sender_type: 'admin',
    sender_id: null,
    message: 'Conversation reopened',
    message_type: 'system',
    // For apps that say it in the reader's language.
    metadata: { system: { what: 'status', from: 'closed', to: 'open' } },
    reply_to_id: null,
    client_message_id: null,
    text_hash: null,
    created_at: conversation.updated_at,
    updated_at: conversation.updated_at,
  };
}

/** What is told of a message, the system message after it, and what both did to their conversation. */
export function eventsOf(
  { conversation, changes }: AppliedMessage,
  told: readonly { message: Message; revision: number }[],
): NewEvent[] {
  const state = toConversation(conversation);
  const events = told.map((one) => newEvent(messageCreated, conversation.id, { conversation: state, ...one }));
  if (changes.length > 0) events.push(newEvent(conversationUpdated, conversation.id, { conversation: state }));
  return events;
}

export const toldOf = (row: MessageRow, senderName: string | null) => ({
  message: toMessage(row, senderName),
  revision: row.revision,
});

const untouched = {
  message_type: 'text',
  status: 'sent',
  read_at: null,
  read_by: null,
  edited_at: null,
  is_edited: false,
  delivered_at: null,
} as const;
