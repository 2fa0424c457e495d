import { randomUUID } from 'node:crypto';
import type { Principal } from '@livechat/contracts/actor';
import { sql } from 'kysely';
import type { Change } from '../change-conversation.ts';
import type { NewEvent, StoredEvent } from './outbox-rows.ts';
import type { Pipeline } from './pipelined-transaction.ts';
import type { ConversationRow, MessageRow } from './rows.ts';

export interface ToWrite {
  messages: readonly MessageRow[];
  /** As they are after all of these messages; their locks are held. */
  conversations: readonly ConversationRow[];
  changes: readonly { conversation: ConversationRow; actor: Principal; changes: readonly Change[] }[];
  events: readonly NewEvent[];
}

/**
 * Writes messages with all that they bring about, in one statement that is the same for one and for a hundred, so that
 * Postgres plans it once: the conversations' new states, their histories, and the events that tell of it.
 */
export async function writeMessages(
  tx: Pipeline,
  { messages, conversations, changes, events }: ToWrite,
): Promise<StoredEvent[]> {
  const messageRows = messages.map(({ text_hash, ...row }) => ({ ...row, text_hash: text_hash?.toString('hex') }));
  const changeRows = changes.flatMap(({ conversation, actor, changes: lines }) =>
    lines.map((line) => ({
      ...line,
      conversation_id: conversation.id,
      actor_type: actor.role,
      actor_id: actor.id,
      changed_at: conversation.updated_at,
    })),
  );
  const eventRows = events.map((event) => ({ ...event, event_id: randomUUID() }));
  const { rows } = await sql<{ id: number; event_id: string }>`/* write-messages */
    with messages as (
      insert into chat_messages (
        id, conversation_id, seq, revision, sender_type, sender_id, message, message_type, status, metadata,
        reply_to_id, client_message_id, text_hash, created_at, updated_at)
      overriding system value
      select id, conversation_id, seq, revision, sender_type, sender_id, message, message_type, status, metadata,
        reply_to_id, client_message_id, decode(text_hash, 'hex'), created_at, updated_at
      from json_to_recordset(${JSON.stringify(messageRows)}::json) as given (
        id bigint, conversation_id bigint, seq bigint, revision bigint, sender_type chat_role, sender_id bigint,
        message text, message_type chat_message_type, status chat_message_status, metadata jsonb, reply_to_id bigint,
        client_message_id uuid, text_hash text, created_at timestamptz(3), updated_at timestamptz(3))
    ), conversations as (
      update chat_conversations c set
        admin_id = given.admin_id, status = given.status, last_message_at = given.last_message_at,
        last_message_by = given.last_message_by, user_unread_count = given.user_unread_count,
        admin_unread_count = given.admin_unread_count, closed_at = given.closed_at, closed_by = given.closed_by,
        last_seq = given.last_seq, revision = given.revision, waiting_since = given.waiting_since,
        updated_at = given.updated_at
      from json_to_recordset(${JSON.stringify(conversations)}::json) as given (
        id bigint, admin_id bigint, status chat_status, last_message_at timestamptz(3), last_message_by chat_role,
        user_unread_count integer, admin_unread_count integer, closed_at timestamptz(3), closed_by bigint,
        last_seq bigint, revision bigint, waiting_since timestamptz(3), updated_at timestamptz(3))
      where c.id = given.id
    ), changes as (
      insert into chat_conversation_changes (
        conversation_id, actor_type, actor_id, what, from_value, to_value, changed_at)
      select conversation_id, actor_type, actor_id, what, "from", "to", changed_at
      from json_to_recordset(${JSON.stringify(changeRows)}::json) as given (
        conversation_id bigint, actor_type chat_role, actor_id bigint, what text, "from" text, "to" text,
        changed_at timestamptz(3))
    )
    insert into chat_outbox (event_id, subject, payload)
    select event_id, subject, payload
    from json_to_recordset(${JSON.stringify(eventRows)}::json) as given (event_id uuid, subject text, payload text)
    returning id, event_id`.execute(tx);
  const ids = new Map(rows.map(({ id, event_id }) => [event_id, id]));
  return eventRows.map((event) => {
    const id = ids.get(event.event_id);
    if (id === undefined) throw new Error('an event was not written');
    return { ...event, id };
  });
}
