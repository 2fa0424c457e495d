import type { Role } from '@livechat/contracts/actor';
import { sql } from 'kysely';
import type { DatabaseTransaction } from './database.ts';
import type { Pipeline } from './pipelined-transaction.ts';
import type { MessageRow } from './rows.ts';

export interface RepeatKey {
  conversationId: number;
  senderType: Role;
  senderId: number;
  clientMessageId: string | undefined;
}

/**
 * For each key, in their order: an id for a new message, and the message that this sender already stored there under the
 * same `clientMessageId`. Looked up key by key: a join is planned as a scan while the table is small, and the plan of a
 * prepared statement is kept while it grows.
 */
export async function findRepeats(
  tx: Pipeline,
  keys: readonly RepeatKey[],
): Promise<{ nextId: number; earlier: MessageRow | undefined }[]> {
  const { rows } = await sql<{ next_id: number; id: number | null }>`/* find-repeats */
    select nextval('chat_messages_id_seq') as next_id, m.*
    from unnest(
      ${keys.map(({ conversationId }) => conversationId)}::bigint[],
      ${keys.map(({ senderType }) => senderType)}::chat_role[],
      ${keys.map(({ senderId }) => senderId)}::bigint[],
      ${keys.map(({ clientMessageId }) => clientMessageId ?? null)}::uuid[]
    ) with ordinality as k (conversation_id, sender_type, sender_id, client_message_id, n)
    left join lateral (
      select * from chat_messages m
      where m.conversation_id = k.conversation_id and m.sender_type = k.sender_type and m.sender_id = k.sender_id
        and m.client_message_id = k.client_message_id
      limit 1
    ) m on true
    order by n`.execute(tx);
  return rows.map(({ next_id, ...row }) => ({
    nextId: next_id,
    earlier: row.id === null ? undefined : (row as MessageRow),
  }));
}

/** Ids for messages that nobody sent. */
export async function nextMessageIds(tx: DatabaseTransaction, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select nextval('chat_messages_id_seq') as id from generate_series(1, ${count}::int)`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Of messages, the conversation that each is in. */
export async function conversationsOf(tx: DatabaseTransaction, ids: readonly number[]): Promise<Map<number, number>> {
  const rows = await tx
    .selectFrom('chat_messages')
    .select(['id', 'conversation_id'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ id, conversation_id }) => [id, conversation_id]));
}
