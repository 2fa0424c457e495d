import { sql } from 'kysely';
import { gramsAround, lookupsOf, termKey } from '../search/index-terms.ts';
import type { Database } from './database.ts';

/** A part of more terms than these says too little to search the index for it. */
const maxTerms = 500;

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

async function termsAround(db: Database, part: string): Promise<string[]> {
  const { rows } = await sql<{ term: string }>`
    select term from chat_search_terms
    where grams @> (select ${gramsAround(part)}::text[]) and strpos(term, ${part}) > 0
    limit ${maxTerms + 1}`.execute(db);
  return rows.map(({ term }) => term);
}
