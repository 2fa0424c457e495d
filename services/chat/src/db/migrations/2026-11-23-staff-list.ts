import { type Kysely, sql } from 'kysely';

/** What the staff's list of conversations needs: an index per filter and sort, when a wait began, and search. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await addWaitingSince(db);
  await addListIndexes(db);
  await addSearch(db);
}

/**
 * When a conversation's user began to wait for an answer: with their first message after staff last wrote in it or
 * closed it. Null while nobody waits: staff wrote last, or it is closed. A trigger, because it depends on the row before.
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
  await sql`
    create function chat_keep_waiting_since() returns trigger language plpgsql as $$
    begin
      if new.last_message_by <> 'user' or new.status = 'closed' then
        new.waiting_since := null;
      elsif tg_op = 'INSERT' then
        new.waiting_since := new.last_message_at;
      else
        new.waiting_since := coalesce(old.waiting_since, new.last_message_at);
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger chat_conversations_waiting_since
    before insert or update of last_message_by, status, waiting_since on chat_conversations
    for each row execute function chat_keep_waiting_since()`.execute(db);
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

/**
 * Texts that can be found, folded, in a table of their own: rows of messages and conversations change with every
 * receipt, and each change would write the entries of a word index again. Seq 0 is the subject.
 */
async function addSearch(db: Kysely<unknown>): Promise<void> {
  await sql`create extension if not exists pg_trgm`.execute(db);
  // Somebody else may have put it into a schema that is not on our path.
  const { rows } = await sql<{ schema: string }>`
    select extnamespace::regnamespace::text as schema from pg_extension where extname = 'pg_trgm'`.execute(db);
  const trigrams = sql`${sql.raw(rows[0]?.schema ?? 'public')}.gin_trgm_ops`;

  // Without regard to case, accents, vowel signs of Arabic and width; plain ASCII takes the short way.
  await sql`
    create function chat_fold(text text) returns text language sql immutable strict parallel safe as $$
      select case
        when octet_length(text) = length(text) then lower(text)
        else lower(normalize(
          regexp_replace(normalize(text, NFKD), '[\\u0300-\\u036f\\u0640\\u064b-\\u065f]', '', 'g'), NFKC))
      end
    $$`.execute(db);
  // Trigrams cannot find a Chinese word of two characters, and know only ASCII where the locale is C. So what is not
  // ASCII is also found by each two characters that stand together.
  await sql`
    create function chat_pairs(folded text) returns text[] language sql immutable strict parallel safe as $$
      select coalesce(array_agg(distinct sign || next_sign), '{}') from (
        select sign, lead(sign) over (order by place) as next_sign
        from unnest(string_to_array(folded, null)) with ordinality as signs (sign, place)
      ) as neighbours
      where octet_length(sign) > 1 and octet_length(next_sign) > 1
    $$`.execute(db);

  await sql`
    create table chat_search_texts (
      conversation_id bigint not null,
      seq bigint not null check (seq >= 0),
      folded text not null,
      primary key (conversation_id, seq)
    )`.execute(db);
  await sql`
    insert into chat_search_texts (conversation_id, seq, folded)
    select id, 0, chat_fold(subject) from chat_conversations
    union all
    select conversation_id, seq, chat_fold(message) from chat_messages where message_type <> 'system'`.execute(db);

  // A short list of pending entries: a search reads all of it, and the message that fills it up waits for it.
  await sql`
    create index chat_search_texts_trigrams on chat_search_texts using gin (folded ${trigrams})
    with (gin_pending_list_limit = 512)`.execute(db);
  await sql`
    create index chat_search_texts_pairs on chat_search_texts using gin (chat_pairs(folded))
    with (gin_pending_list_limit = 512)
    where octet_length(folded) > length(folded)`.execute(db);
  await sql`
    create index users_names_trigrams on users using gin (chat_fold(username || ' ' || display_name) ${trigrams})`.execute(
    db,
  );
  await sql`
    create index users_names_pairs on users using gin (chat_pairs(chat_fold(username || ' ' || display_name)))`.execute(
    db,
  );
  await addSearchTriggers(db);
}

async function addSearchTriggers(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function chat_keep_search_text() returns trigger language plpgsql as $$
    begin
      if tg_table_name = 'chat_conversations' then
        insert into chat_search_texts values (new.id, 0, chat_fold(new.subject))
        on conflict (conversation_id, seq) do update set folded = excluded.folded;
      else
        insert into chat_search_texts values (new.conversation_id, new.seq, chat_fold(new.message))
        on conflict (conversation_id, seq) do update set folded = excluded.folded;
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create function chat_drop_search_text() returns trigger language plpgsql as $$
    begin
      if tg_table_name = 'chat_conversations' then
        delete from chat_search_texts where conversation_id = old.id;
      else
        delete from chat_search_texts where conversation_id = old.conversation_id and seq = old.seq;
      end if;
      return null;
    end $$`.execute(db);
  for (const [table, column, condition] of [
    ['chat_conversations', 'subject', sql`true`],
    ['chat_messages', 'message', sql`new.message_type <> 'system'`],
  ] as const) {
    await sql`
      create trigger ${sql.ref(`${table}_search_new`)} after insert on ${sql.table(table)}
      for each row when (${condition}) execute function chat_keep_search_text()`.execute(db);
    await sql`
      create trigger ${sql.ref(`${table}_search_changed`)} after update of ${sql.ref(column)} on ${sql.table(table)}
      for each row when (old.${sql.ref(column)} is distinct from new.${sql.ref(column)} and ${condition})
      execute function chat_keep_search_text()`.execute(db);
    await sql`
      create trigger ${sql.ref(`${table}_search_gone`)} after delete on ${sql.table(table)}
      for each row execute function chat_drop_search_text()`.execute(db);
  }
}
