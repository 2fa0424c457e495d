import { type Kysely, sql } from 'kysely';

/** Search by words and parts of words; the indexer in chat writes it from what the queue names (docs/adr/0011). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await dropTrigrams(db);
  await addIndex(db);
  await addQueue(db);
}

/** The search and the trigger for `waiting_since` that came with the staff's list: each message paid for them. */
async function dropTrigrams(db: Kysely<unknown>): Promise<void> {
  for (const table of ['chat_conversations', 'chat_messages']) {
    for (const when of ['new', 'changed', 'gone']) {
      await sql`drop trigger ${sql.ref(`${table}_search_${when}`)} on ${sql.table(table)}`.execute(db);
    }
  }
  await sql`drop function chat_keep_search_text, chat_drop_search_text`.execute(db);
  await sql`drop table chat_search_texts`.execute(db);
  await sql`drop index users_names_trigrams, users_names_pairs`.execute(db);
  await sql`drop function chat_pairs, chat_fold`.execute(db);
  // Chat computes it with the rest of the row.
  await sql`drop trigger chat_conversations_waiting_since on chat_conversations`.execute(db);
  await sql`drop function chat_keep_waiting_since`.execute(db);
}

async function addIndex(db: Kysely<unknown>): Promise<void> {
  // Collation C, because the order of terms matters to nobody and that of a language takes time.
  await sql`
    create table chat_search_terms (
      term text collate "C" primary key,
      grams text[] collate "C" not null
    )`.execute(db);
  await sql`
    create index chat_search_terms_grams on chat_search_terms using gin (grams)`.execute(db);

  // All that can be found in a conversation: folded, each run of signs once, with spaces between.
  await sql`
    create table chat_search_documents (
      conversation_id bigint primary key,
      words text collate "C" not null
    )`.execute(db);

  // The keys lie apart from their rows, which nobody reads but the index: so thousands of rows are read in no time.
  await sql`
    create table chat_search_keys (
      conversation_id bigint primary key,
      keys integer[] not null
    ) with (toast_tuple_target = 128)`.execute(db);
  await sql`alter table chat_search_keys alter column keys set storage external`.execute(db);
  await sql`create index chat_search_keys_keys on chat_search_keys using gin (keys)`.execute(db);
}

/**
 * Conversations whose text has changed, as often as it has. Without any key or index: a message pays for one row here,
 * and the indexer keeps the table short.
 */
async function addQueue(db: Kysely<unknown>): Promise<void> {
  await sql`create table chat_search_queue (conversation_id bigint not null)`.execute(db);
  await sql`insert into chat_search_queue select id from chat_conversations`.execute(db);

  await addTriggers(db, 'chat_conversations', {
    column: 'subject',
    queued: sql`insert into chat_search_queue values (coalesce(new.id, old.id))`,
  });
  await addTriggers(db, 'chat_messages', {
    column: 'message',
    queued: sql`insert into chat_search_queue values (coalesce(new.conversation_id, old.conversation_id))`,
  });
  await sql`
    create function users_queue_for_search() returns trigger language plpgsql as $$
    begin
      insert into chat_search_queue select id from chat_conversations where user_id = new.id;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger users_renamed_for_search after update of username, display_name on users
    for each row when ((old.username, old.display_name) is distinct from (new.username, new.display_name))
    execute function users_queue_for_search()`.execute(db);
}

/** Triggers, so that nobody who writes a text can forget the search. */
async function addTriggers(
  db: Kysely<unknown>,
  table: 'chat_conversations' | 'chat_messages',
  { column, queued }: { column: string; queued: ReturnType<typeof sql> },
): Promise<void> {
  const run = sql`${sql.ref(`${table}_queue_for_search`)}()`;
  await sql`
    create function ${run} returns trigger language plpgsql as $$
    begin
      ${queued};
      return null;
    end $$`.execute(db);
  await sql`
    create trigger ${sql.ref(`${table}_new_for_search`)} after insert or delete on ${sql.table(table)}
    for each row execute function ${run}`.execute(db);
  await sql`
    create trigger ${sql.ref(`${table}_changed_for_search`)} after update of ${sql.ref(column)} on ${sql.table(table)}
    for each row when (old.${sql.ref(column)} is distinct from new.${sql.ref(column)})
    execute function ${run}`.execute(db);
}
