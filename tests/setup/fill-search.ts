import type pg from 'pg';
import type { Database } from '../../services/chat/src/db/database.ts';
import { documentOf, writeSearchDocuments } from '../../services/chat/src/db/search-documents.ts';
import { termKey } from '../../services/chat/src/search/index-terms.ts';
import { seeded } from './seeded.ts';

const vocabularySize = 20_000;
const wordsEach = 12;
const wordsOfTalkative = 100;
const syllables = 'an re ti con ver ma lo pri sta de in ser tor el mi nu pa so ca fer'.split(' ');

/** Words by how frequent they are: the one of rank r is in about one of r / 1.2 conversations. */
export function vocabulary(): string[] {
  const random = seeded(5);
  const words = new Set<string>();
  while (words.size < vocabularySize) {
    const length = 2 + Math.floor(random() * 4);
    words.add(Array.from({ length }, () => syllables[Math.floor(random() * syllables.length)]).join(''));
  }
  return [...words];
}

/**
 * What the indexer would have written for conversations with the ids from 1 on. A few have all words between them, which
 * chat's own code writes; the others are made by Postgres.
 */
export async function fillSearch(db: Database, pool: pg.Pool, conversations: number): Promise<void> {
  const words = vocabulary();
  const talkative = new Map(
    Array.from({ length: vocabularySize / wordsOfTalkative }, (_, index) => {
      const from = index * wordsOfTalkative;
      return [index + 1, documentOf(words.slice(from, from + wordsOfTalkative).join(' '))];
    }),
  );
  await writeSearchDocuments(db, talkative, new Set());
  await pool.query('drop index chat_search_keys_keys');
  await pool.query('create temporary table picked (id bigint, words text, keys integer[])');
  await pool.query(
    `
    insert into picked
    select id, string_agg(distinct word, ' '), array_agg(distinct key)
    from (
      select id, 1 + floor(exp(random() * ln($3::int)))::int % $3::int as rank
      from generate_series($1::int, $2::int) id, generate_series(1, ${wordsEach})) as drawn
    join unnest($4::text[], $5::integer[]) with ordinality as known (word, key, rank) using (rank)
    group by id`,
    [talkative.size + 1, conversations, vocabularySize, words, words.map(termKey)],
  );
  await pool.query('insert into chat_search_documents select id, words from picked');
  await pool.query('insert into chat_search_keys select id, keys from picked');
  await pool.query('create index chat_search_keys_keys on chat_search_keys using gin (keys)');
  for (const table of ['terms', 'documents', 'keys']) await pool.query(`vacuum analyze chat_search_${table}`);
}
