import { sql } from 'kysely';
import { foldText } from '../search/fold-text.ts';
import { gramsOf, runsOf, termKey, termsOf } from '../search/index-terms.ts';
import type { Database } from './database.ts';

/** Of a conversation, as it is now. */
export async function readSearchTexts(db: Database, ids: readonly number[]): Promise<Map<number, string[]>> {
  const heads = await sql<{ id: number; texts: string[] }>`
    select c.id, array[c.subject, u.username, u.display_name] as texts
    from chat_conversations c join users u on u.id = c.user_id
    where c.id = any(${ids}::bigint[])`.execute(db);
  const messages = await sql<{ conversation_id: number; texts: string[] }>`
    select conversation_id, array_agg(message) as texts from chat_messages
    where conversation_id = any(${ids}::bigint[]) and message_type <> 'system'
    group by conversation_id`.execute(db);
  const texts = new Map(heads.rows.map(({ id, texts: of }) => [id, of]));
  for (const { conversation_id, texts: more } of messages.rows) texts.get(conversation_id)?.push(...more);
  return texts;
}

/**
 * Writes what conversations can be found by, and forgets those that are gone. `known` are terms that the table has for
 * certain; returned are those that it has beside them, once the transaction is committed.
 */
export async function writeSearchDocuments(
  db: Database,
  ids: readonly number[],
  texts: ReadonlyMap<number, readonly string[]>,
  known: ReadonlySet<string>,
): Promise<Set<string>> {
  const terms = new Set<string>();
  const rows = [...texts].map(([id, of]) => {
    const runs = new Set(of.flatMap((text) => runsOf(foldText(text))));
    const own = new Set([...runs].flatMap(termsOf));
    for (const term of own) if (!known.has(term)) terms.add(term);
    return { id, words: [...runs].join(' '), keys: `{${[...new Set([...own].map(termKey))].join()}}` };
  });
  await insertTerms(db, [...terms].sort());
  const changed = await writeWords(db, rows);
  const rekeyed = rows.filter(({ id }) => changed.has(id));
  await sql`
    insert into chat_search_keys (conversation_id, keys)
    select id, keys::integer[] from unnest(${rekeyed.map(({ id }) => id)}::bigint[],
      ${rekeyed.map(({ keys }) => keys)}::text[]) as fresh (id, keys)
    on conflict (conversation_id) do update set keys = excluded.keys`.execute(db);
  const gone = ids.filter((id) => !texts.has(id));
  if (gone.length > 0) {
    await db.deleteFrom('chat_search_documents').where('conversation_id', 'in', gone).execute();
    await db.deleteFrom('chat_search_keys').where('conversation_id', 'in', gone).execute();
  }
  return terms;
}

/** Returns the conversations whose words are not what they were. */
async function writeWords(db: Database, rows: readonly { id: number; words: string }[]): Promise<Set<number>> {
  const written = await sql<{ conversation_id: number }>`
    insert into chat_search_documents as d (conversation_id, words)
    select id, words from unnest(${rows.map(({ id }) => id)}::bigint[],
      ${rows.map(({ words }) => words)}::text[]) as fresh (id, words)
    on conflict (conversation_id) do update set words = excluded.words where d.words <> excluded.words
    returning conversation_id`.execute(db);
  return new Set(written.rows.map(({ conversation_id }) => conversation_id));
}

async function insertTerms(db: Database, terms: readonly string[]): Promise<void> {
  if (terms.length === 0) return;
  await sql`
    insert into chat_search_terms (term, grams)
    select term, grams::text[] from unnest(${terms}::text[], ${terms.map(arrayOf)}::text[]) as fresh (term, grams)
    on conflict (term) do nothing`.execute(db);
}

/** As Postgres reads an array; grams are letters and digits, so that quotes are all they need. */
const arrayOf = (term: string) =>
  `{${gramsOf(term)
    .map((gram) => `"${gram}"`)
    .join()}}`;
