import { sql } from 'kysely';
import { foldText } from '../search/fold-text.ts';
import { gramsOf, runsOf, termKey, termsOf } from '../search/index-terms.ts';
import type { Database } from './database.ts';
import type { Queued } from './search-queue.ts';

/** What a conversation can be found by: the runs that it had, and those that it did not have yet. */
export interface SearchDocument {
  kept: readonly string[];
  added: readonly string[];
}

/**
 * Documents of conversations with what is new in them. Of a conversation that is gone there is none; nor of one in which
 * nothing is new but what it had.
 */
export async function readSearchDocuments(db: Database, queued: Queued): Promise<Map<number, SearchDocument>> {
  const before = await readWords(
    db,
    [...queued].flatMap(([id, from]) => (from === 'all' ? [] : id)),
  );
  const starts = new Map([...queued].map(([id, from]) => [id, before.has(id) && from !== 'all' ? from : 0]));
  const texts = await readTexts(db, starts);
  const documents = new Map<number, SearchDocument>();
  for (const [id, text] of texts) {
    const isWhole = starts.get(id) === 0;
    const kept = isWhole ? [] : (before.get(id)?.split(' ') ?? []);
    const document = documentOf(text, kept);
    if (isWhole || document.added.length > 0) documents.set(id, document);
  }
  return documents;
}

export function documentOf(text: string, kept: readonly string[] = []): SearchDocument {
  const had = new Set(kept);
  return { kept, added: [...new Set(runsOf(foldText(text)))].filter((run) => !had.has(run)) };
}

async function readWords(db: Database, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: number; words: string }>`
    select conversation_id as id, words from chat_search_documents
    where conversation_id = any(${ids}::bigint[])`.execute(db);
  return new Map(rows.map(({ id, words }) => [id, words]));
}

/** Messages from a seq on; from 0 on with subject and names. */
async function readTexts(db: Database, starts: ReadonlyMap<number, number>): Promise<Map<number, string>> {
  const { rows } = await sql<{ id: number; text: string }>`
    select c.id, concat_ws(E'\n',
      case when start.seq = 0 then concat_ws(E'\n', c.subject, u.username, u.display_name) end,
      (select string_agg(m.message, E'\n') from chat_messages m
        where m.conversation_id = c.id and m.seq >= start.seq and m.message_type <> 'system')) as text
    from unnest(${[...starts.keys()]}::bigint[], ${[...starts.values()]}::bigint[]) as start (id, seq)
    join chat_conversations c on c.id = start.id join users u on u.id = c.user_id`.execute(db);
  return new Map(rows.map(({ id, text }) => [id, text]));
}

/**
 * Writes documents. `known` are terms that the table has for certain; returned are those that it has beside them, once
 * the transaction is committed.
 */
export async function writeSearchDocuments(
  db: Database,
  documents: ReadonlyMap<number, SearchDocument>,
  known: ReadonlySet<string>,
): Promise<Set<string>> {
  const terms = new Set<string>();
  const rows = [...documents].map(([id, { kept, added }]) => {
    for (const term of added.flatMap(termsOf)) if (!known.has(term)) terms.add(term);
    const runs = [...kept, ...added];
    return { id, words: runs.join(' '), keys: `{${[...new Set(runs.flatMap(termsOf).map(termKey))].join()}}` };
  });
  if (rows.length === 0) return terms;
  await insertTerms(db, [...terms].sort());
  const changed = await writeWords(db, rows);
  const rekeyed = rows.filter(({ id }) => changed.has(id));
  await sql`
    insert into chat_search_keys (conversation_id, keys)
    select id, keys::integer[] from unnest(${rekeyed.map(({ id }) => id)}::bigint[],
      ${rekeyed.map(({ keys }) => keys)}::text[]) as fresh (id, keys)
    on conflict (conversation_id) do update set keys = excluded.keys`.execute(db);
  return terms;
}

/** Forgets those of these conversations that are gone. */
export async function forgetGone(db: Database, ids: readonly number[]): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select id from unnest(${ids}::bigint[]) as asked (id)
    where not exists (select from chat_conversations c where c.id = asked.id)`.execute(db);
  const gone = rows.map(({ id }) => id);
  if (gone.length === 0) return;
  await db.deleteFrom('chat_search_documents').where('conversation_id', 'in', gone).execute();
  await db.deleteFrom('chat_search_keys').where('conversation_id', 'in', gone).execute();
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
