import { sql } from 'kysely';
import { gramsAround, lookupsOf, termKey } from '../search/index-terms.ts';
import type { Database } from './database.ts';

/** A part of more terms than these says too little to search the index for it. */
const maxTerms = 500;

/** With more, what stands beside the longest list is left to the reading of the texts. */
const maxKeysBeside = 64;

/**
 * Keys that a conversation with all the words has: one of each list. Words that say too little add none. `nowhere` when
 * a word is a part of no term.
 */
export async function findKeys(db: Database, words: readonly string[]): Promise<number[][] | 'nowhere'> {
  const lookups = words.flatMap(lookupsOf);
  const exact = lookups.flatMap((lookup) => ('term' in lookup ? [[termKey(lookup.term)]] : []));
  const parts = lookups.flatMap((lookup) => ('part' in lookup ? [lookup.part] : []));
  const choices = await Promise.all([...new Set(parts)].map((part) => termsAround(db, part)));
  if (choices.some((terms) => terms.length === 0)) return 'nowhere';
  const telling = choices.filter((terms) => terms.length <= maxTerms);
  return [...exact, ...telling.map((terms) => [...new Set(terms.map(termKey))])];
}

/**
 * Conversations with one key of each list, or undefined when they are more than `most`. Few of them do not have the words
 * after all. The longest list is asked key by key: a list within one question is compared key by row, which takes seconds
 * for hundreds of keys in most conversations.
 */
export async function findNamed(db: Database, keys: readonly number[][], most: number): Promise<number[] | undefined> {
  const [longest = [], ...others] = keys.toSorted((a, b) => b.length - a.length);
  // `(select …)` hides the keys from the planner: its guess for a frequent one would be to read the whole table.
  const beside = others
    .filter((choice) => choice.length <= maxKeysBeside)
    .map((choice) => sql`and keys && (select ${choice}::integer[])`);
  const { rows } = await sql<{ id: number }>`
    select named.id from unnest(${longest}::integer[]) as asked (key)
    cross join lateral (
      select conversation_id as id from chat_search_keys
      where keys @> array[asked.key] ${beside.length > 0 ? sql.join(beside, sql` `) : sql``} offset 0) as named
    limit ${most + 1}`.execute(db);
  return rows.length > most ? undefined : [...new Set(rows.map(({ id }) => id))];
}

async function termsAround(db: Database, part: string): Promise<string[]> {
  const { rows } = await sql<{ term: string }>`
    select term from chat_search_terms
    where grams @> (select ${gramsAround(part)}::text[]) and strpos(term, ${part}) > 0
    limit ${maxTerms + 1}`.execute(db);
  return rows.map(({ term }) => term);
}
