import { type Kysely, sql } from 'kysely';

/** What the staff's list of conversations needs: an index per filter and sort, and when a wait began. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await addWaitingSince(db);
  await addListIndexes(db);
}

/**
 * When a conversation's user began to wait for an answer: with their first message after staff last wrote in it or
 * closed it. Null while nobody waits: staff wrote last, or it is closed.
 */
async function addWaitingSince(db: Kysely<unknown>): Promise<void> {
  await sql`alter table chat_conversations add column waiting_since timestamptz(3)`.execute(db);
  await sql`
    update chat_conversations c set waiting_since = (
      select min(m.created_at) from chat_messages m
      where m.conversation_id = c.id and m.sender_type = 'user' and m.seq > coalesce((
        select max(a.seq) from chat_messages a
        where a.conversation_id = c.id and a.sender_type = 'admin' and a.message_type <> 'system'), 0))
    where c.last_message_by = 'user' and c.status <> 'closed'`.execute(db);
}

/** The few among many (unread, unassigned) have partial indexes; `activity` read backwards is `oldest`. */
async function addListIndexes(db: Kysely<unknown>): Promise<void> {
  await sql`create index chat_conversations_status on chat_conversations (status, last_message_at, id)`.execute(db);
  await sql`create index chat_conversations_priority on chat_conversations (priority, last_message_at, id)`.execute(db);
  await sql`
    create index chat_conversations_waiting
    on chat_conversations (coalesce(waiting_since, 'infinity'::timestamptz), id)`.execute(db);
  await sql`create index chat_conversations_assignee on chat_conversations (admin_id, last_message_at, id)`.execute(db);
  await sql`
    create index chat_conversations_unassigned on chat_conversations (last_message_at, id)
    where admin_id is null`.execute(db);
  await sql`
    create index chat_conversations_unread on chat_conversations (last_message_at, id)
    where admin_unread_count > 0`.execute(db);
}
