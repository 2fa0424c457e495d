import type pg from 'pg';
import { addConversations, addPeople, people } from './fill-conversations.ts';

export const messagesEach = 10;
/** The one that is far longer than the others has the id after theirs. */
export const longLength = 2_000;

/** Conversations that are being written in at one time. */
const together = 200;
const unit = together * messagesEach;

/**
 * Conversations of ten messages each and one of two thousand, in a database that was empty, with no search: Postgres makes
 * all of it itself. They lie in the table as they were written: those of one conversation apart from each other, with what
 * two hundred others wrote meanwhile between them, and those of the long one all over it. Gives the long one's id.
 */
export async function fillMessages(pool: pg.Pool, messages: number): Promise<number> {
  if (messages < unit || messages % unit > 0) throw new Error(`messages come in multiples of ${unit}`);
  const conversations = messages / messagesEach;
  const tables = ['chat_conversations', 'chat_messages'];
  for (const table of tables) await pool.query(`alter table ${table} disable trigger user`);
  await addPeople(pool);
  await withoutIndexes(pool, 'chat_conversations', () => addConversations(pool, conversations, messagesEach));
  const { rows } = await pool.query<{ id: string }>(
    `
    insert into chat_conversations (user_id, admin_id, subject, last_message_at, last_message_by, last_seq)
    values (1, 1, 'The long one', timestamptz '2020-01-01', 'user', $1) returning id`,
    [longLength],
  );
  await addMessages(pool, messages);
  for (const table of tables) await pool.query(`alter table ${table} enable trigger user`);
  for (const table of ['users', 'admins', ...tables]) await pool.query(`vacuum analyze ${table}`);
  return Number(rows[0]?.id);
}

/** Read are all but the last ones of conversations that have one unread. A customer's have what tells repeats apart. */
async function addMessages(pool: pg.Pool, messages: number): Promise<void> {
  const step = messages / longLength + 1;
  await withoutIndexes(pool, 'chat_messages', () =>
    pool.query(
      `
      insert into chat_messages (conversation_id, seq, sender_type, sender_id, message, status, text_hash, client_message_id)
      select conversation_id, seq, (case when seq % 2 = 1 or is_last then 'user' else 'admin' end)::chat_role,
        case when seq % 2 = 1 or is_last then 1 + conversation_id % ${people.users} else 1 + conversation_id % ${people.admins} end,
        'Where is my order ' || n || '? It was to be here on Monday, and nobody answers.',
        (case when is_last and conversation_id % 20 = 0 then 'sent' else 'read' end)::chat_message_status,
        decode(md5(n::text), 'hex'), case when seq % 2 = 1 then md5(n::text)::uuid end
      from (
        select n, place, case when is_long then $2::int / ${messagesEach} + 1
            else place / ${unit} * ${together} + place % ${together} + 1 end as conversation_id,
          case when is_long then place + 1 else place % ${unit} / ${together} + 1 end as seq,
          not is_long and place % ${unit} / ${together} + 1 = ${messagesEach} and
            (place / ${unit} * ${together} + place % ${together} + 1) % 10 = 0 as is_last
        from (
          select n, n % $1::int = 0 as is_long, case when n % $1::int = 0 then n / $1::int else n - n / $1::int - 1 end as place
          from generate_series(0, $2::int + ${longLength} - 1) n) as places) as fresh`,
      [step, messages],
    ),
  );
}

/** Rows go in without indexes and references, which are made for all of them at once afterwards. */
async function withoutIndexes(pool: pg.Pool, table: string, work: () => Promise<unknown>): Promise<void> {
  const constraints = await pool.query<{ name: string; definition: string }>(
    `
    select quote_ident(conname) as name, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = $1::regclass and contype in ('u', 'f') order by contype = 'f'`,
    [table],
  );
  const indexes = await pool.query<{ name: string; definition: string }>(
    `
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
    where indrelid = $1::regclass and not exists (select from pg_constraint where conindid = indexrelid)`,
    [table],
  );
  for (const { name } of constraints.rows) await pool.query(`alter table ${table} drop constraint ${name}`);
  for (const { name } of indexes.rows) await pool.query(`drop index ${name}`);
  await work();
  for (const { definition } of indexes.rows) await pool.query(definition);
  for (const { name, definition } of constraints.rows) {
    await pool.query(`alter table ${table} add constraint ${name} ${definition}`);
  }
}
