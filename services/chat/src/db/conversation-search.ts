import type { ConversationSort } from '@livechat/contracts/chat/list-all-conversations';
import { type RawBuilder, sql } from 'kysely';
import type { CursorPosition } from '../page-cursor.ts';
import { type ConversationQuery, inOrder, type ListedRow, orderBy, positionOf } from './conversation-order.ts';
import type { Database } from './database.ts';

interface SearchWord {
  folded: string;
  pairs: string[];
}

interface Search {
  q: string;
  sort: ConversationSort;
  cursor: CursorPosition | undefined;
  limit: number;
}

export interface SearchedRows {
  /** One more than `limit` when the page is full and there are others. */
  rows: ListedRow[];
  /** Where to go on with a page that is not full: so far the list has been read. */
  readUpTo: CursorPosition | undefined;
}

/**
 * How many conversations of the list are read for words, a page: about 15 ms with 10 messages each. With fewer, a word
 * in every tenth conversation went through the index, which takes 200 ms and more among 2,000,000 messages.
 */
const stretchLength = 1_000;

/**
 * Conversations that have every word in subject, user's names or a message. A frequent word is found soon by reading the
 * list itself, where an index would bring half of all messages; a rare one by the index, where the list would be read
 * to its end. Words of one or two letters are in no index: the list is read a stretch a page.
 */
export async function searchConversations(
  db: Database,
  filtered: ConversationQuery,
  { q, sort, cursor, limit }: Search,
): Promise<SearchedRows> {
  const words = await foldWords(db, q);
  if (words.length === 0) return { rows: [], readUpTo: undefined };
  const list = inOrder(filtered, sort, cursor);
  const stretch = db.selectFrom(list.limit(stretchLength).as('chat_conversations')).selectAll();
  const near = orderBy(stretch.where(haveWords(words)), sort).limit(limit + 1);
  const rows = await near.$castTo<ListedRow>().execute();
  if (rows.length > limit) return { rows, readUpTo: undefined };

  const indexed = words.filter((word) => wordIndex(word) !== undefined);
  if (indexed.length > 0) {
    const ids = sql.join(indexed.map(idsOf), sql` intersect `);
    // As an array, so that the planner looks up what was found instead of reading all conversations beside it.
    const known = filtered.where(sql<boolean>`id = any(array(${ids}))`);
    const short = words.filter((word) => wordIndex(word) === undefined);
    const found = inOrder(short.length > 0 ? known.where(haveWords(short)) : known, sort, cursor);
    return { rows: await found.limit(limit + 1).execute(), readUpTo: undefined };
  }
  const [last, next] = await list
    .offset(stretchLength - 1)
    .limit(2)
    .execute();
  return { rows, readUpTo: last && next ? positionOf(last, sort) : undefined };
}

/** As the database folds what it has. */
async function foldWords(db: Database, q: string): Promise<SearchWord[]> {
  const given = q.trim().split(/\s+/u);
  const { rows } = await sql<SearchWord>`
    select distinct folded, chat_pairs(folded) as pairs
    from (select chat_fold(word) as folded from unnest(${given}::text[]) as words (word)) as words
    where folded <> ''`.execute(db);
  return rows;
}

function wordIndex({ folded, pairs }: SearchWord): 'trigrams' | 'pairs' | undefined {
  if (/[a-z0-9]{3}/.test(folded)) return 'trigrams';
  return pairs.length > 0 ? 'pairs' : undefined;
}

const namesOfUser = sql`chat_fold(u.username || ' ' || u.display_name)`;

/** Scalar queries and no `exists`, which the planner may answer by reading the whole table once. */
function haveWords(words: readonly SearchWord[]): RawBuilder<boolean> {
  const conditions = words.map(
    ({ folded }) => sql`(
      coalesce((
        select true from chat_search_texts s
        where s.conversation_id = chat_conversations.id and strpos(s.folded, ${folded}) > 0 limit 1), false)
      or (select strpos(${namesOfUser}, ${folded}) > 0 from users u where u.id = chat_conversations.user_id))`,
  );
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

/** The ids of all conversations with a word, by index; `offset 0` keeps it to those of the users found. */
function idsOf(word: SearchWord): RawBuilder<number> {
  return sql<number>`(
    select s.conversation_id from chat_search_texts s
    where ${indexedMatch(word, sql`s.folded`)} ${wordIndex(word) === 'pairs' ? hasPairs : sql``}
    union all
    select c.id from users u
    cross join lateral (select id from chat_conversations where user_id = u.id offset 0) c
    where ${indexedMatch(word, namesOfUser)})`;
}

const hasPairs = sql`and octet_length(s.folded) > length(s.folded)`;

/** `(select …)` hides the word from the planner: its guess from a sample can be a scan of the whole table. */
function indexedMatch(word: SearchWord, text: RawBuilder<unknown>): RawBuilder<boolean> {
  const { folded, pairs } = word;
  if (wordIndex(word) === 'pairs') {
    return sql<boolean>`chat_pairs(${text}) @> (select ${pairs}::text[]) and strpos(${text}, ${folded}) > 0`;
  }
  const pattern = `%${folded.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`${text} like (select ${pattern}::text)`;
}
