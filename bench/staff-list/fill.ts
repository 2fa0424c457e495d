import type pg from 'pg';
import type { Database } from '../../services/chat/src/db/database.ts';
import { documentOf, writeSearchDocuments } from '../../services/chat/src/db/search-documents.ts';
import { addConversations, addPeople, people } from '../../tests/setup/fill-conversations.ts';
import { seeded } from '../../tests/setup/seeded.ts';
import { type LanguageName, sentence } from './words.ts';

export interface Size {
  conversations: number;
  messagesEach: number;
}

const batch = 2_000;
const wordIndexes = ['chat_search_keys_keys', 'chat_search_terms_grams'];

export async function fill(db: Database, pool: pg.Pool, { conversations, messagesEach }: Size): Promise<void> {
  await addPeople(pool);
  await addConversations(pool, conversations, messagesEach);
  // What the indexer would do row by row is done at once, and its index is built afterwards.
  const { rows } = await pool.query<{ indexdef: string }>(`select indexdef from pg_indexes where indexname = any($1)`, [
    wordIndexes,
  ]);
  await pool.query(`drop index ${wordIndexes.join()}`);
  await pool.query(`alter table chat_messages disable trigger user`);
  const random = seeded(1);
  const known = new Set<string>();
  for (let first = 1; first <= conversations; first += batch) {
    const ids = Array.from({ length: Math.min(batch, conversations - first + 1) }, (_, n) => first + n);
    const texts = new Map(ids.map((id) => [id, textsOf(id, messagesEach, random)]));
    await addMessages(pool, texts);
    const documents = new Map([...withNames(texts)].map(([id, of]) => [id, documentOf(of.join('\n'))]));
    for (const term of await writeSearchDocuments(db, documents, known)) known.add(term);
  }
  await pool.query(`alter table chat_messages enable trigger user`);
  for (const { indexdef } of rows) await pool.query(indexdef);
  await pool.query(`truncate chat_search_queue`);
  for (const table of [
    'users',
    'chat_conversations',
    'chat_messages',
    'chat_search_terms',
    'chat_search_documents',
    'chat_search_keys',
  ]) {
    await pool.query(`vacuum analyze ${table}`);
  }
}

async function addMessages(pool: pg.Pool, texts: ReadonlyMap<number, string[]>): Promise<void> {
  const rows = [...texts].flatMap(([id, of]) => of.map((text, index) => ({ id, seq: index + 1, text })));
  await pool.query(
    `
    insert into chat_messages (conversation_id, seq, sender_type, sender_id, message, status)
    select id, seq, (case when seq % 2 = 1 then 'user' else 'admin' end)::chat_role, 1, message, 'read'
    from unnest($1::bigint[], $2::bigint[],
      $3::text[]) as fresh (id, seq, message)`,
    [rows.map(({ id }) => id), rows.map(({ seq }) => seq), rows.map(({ text }) => text)],
  );
}

function textsOf(id: number, count: number, random: () => number): string[] {
  const kind = id % 20;
  const language: LanguageName = kind < 2 ? 'chinese' : kind < 4 ? 'arabic' : kind < 6 ? 'cyrillic' : 'latin';
  return Array.from({ length: count }, () => sentence(language, random));
}

const withNames = (texts: ReadonlyMap<number, string[]>) =>
  new Map(
    [...texts].map(([id, of]) => {
      const user = 1 + (id % people.users);
      return [id, [`Question ${id}`, `person${user}`, `Person ${user}`, ...of]];
    }),
  );
