import { type Kysely, sql } from 'kysely';

/**
 * The queue says from which seq on a conversation has new messages, so that the indexer need not read all of a long one
 * for each; null stands for all of it. One run of the trigger for all messages of a statement.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table chat_search_queue add column from_seq bigint`.execute(db);
  await sql`drop trigger chat_messages_new_for_search on chat_messages`.execute(db);
  await sql`
    create trigger chat_messages_gone_for_search after delete on chat_messages
    for each row execute function chat_messages_queue_for_search()`.execute(db);
  await sql`
    create function chat_messages_queue_new_for_search() returns trigger language plpgsql as $$
    begin
      insert into chat_search_queue select conversation_id, min(seq) from added group by conversation_id;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger chat_messages_new_for_search after insert on chat_messages referencing new table as added
    for each statement execute function chat_messages_queue_new_for_search()`.execute(db);
}
