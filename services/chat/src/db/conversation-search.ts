import type { ConversationSort } from '@livechat/contracts/chat/list-all-conversations';
import { type RawBuilder, sql } from 'kysely';
import type { CursorPosition } from '../page-cursor.ts';
import { foldText } from '../search/fold-text.ts';
import { runsOf } from '../search/index-terms.ts';
import { type ConversationQuery, inOrder, orderBy, positionOf } from './conversation-order.ts';
import type { Database } from './database.ts';
import type { ConversationRow } from './rows.ts';
import { findKeys } from './search-keys.ts';

interface Search {
  q: string;
  sort: ConversationSort;
  cursor: CursorPosition | undefined;
  limit: number;
}

export interface SearchedRows {
  /** One more than `limit` when the page is full and there are others. */
  rows: ConversationRow[];
  /** Where to go on with a page that is not full: so far the list has been read. */
  readUpTo: CursorPosition | undefined;
}

/** Conversations read from the top of the list before the index is asked: enough for a page of what is everywhere. */
const firstStretch = 200;
/** Most that the index may name: beyond, a page is filled sooner by reading the list. */
const maxFound = 3_000;
/** Conversations of the list that one page reads at most. */
const longStretch = 3_000;

/**
 * Conversations that have every word in subject, user's names or a message. What is rare is found by the index, where the
 * list would be read to its end; what is frequent by reading the list, where the index would bring half of everything.
 */
export async function searchConversations(
  db: Database,
  filtered: ConversationQuery,
  { q, sort, cursor, limit }: Search,
): Promise<SearchedRows> {
  const words = [...new Set(runsOf(foldText(q)))];
  if (words.length === 0) return { rows: [], readUpTo: undefined };
  const list = inOrder(filtered, sort, cursor);
  const walk = (length: number) => {
    const stretch = db.selectFrom(list.limit(length).as('chat_conversations')).selectAll();
    return orderBy(stretch.where(haveWords(words)), sort)
      .limit(limit + 1)
      .execute();
  };

  const keys = await findKeys(db, words);
  if (keys === 'nowhere') return { rows: [], readUpTo: undefined };
  if (keys.length > 0) {
    const top = await walk(firstStretch);
    if (top.length > limit) return { rows: top, readUpTo: undefined };
    const ids = await findIds(db, words, keys);
    if (ids.length <= maxFound) {
      // As an array that the planner cannot look into, so that it looks up what was found instead of reading the list.
      const known = filtered.where(sql<boolean>`id = any(array(select unnest(${ids}::bigint[])))`);
      const rows = await inOrder(known, sort, cursor)
        .limit(limit + 1)
        .execute();
      return { rows, readUpTo: undefined };
    }
  }
  const rows = await walk(longStretch);
  if (rows.length > limit) return { rows, readUpTo: undefined };
  const [last, next] = await list
    .offset(longStretch - 1)
    .limit(2)
    .execute();
  return { rows, readUpTo: last && next ? positionOf(last, sort) : undefined };
}

/** A scalar query and no `exists`, which the planner may answer by reading the whole table once. */
function haveWords(words: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`(
    select ${containAll(words)} from chat_search_documents d where d.conversation_id = chat_conversations.id)`;
}

function containAll(words: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.join(
    words.map((word) => sql`strpos(d.words, ${word}) > 0`),
    sql` and `,
  )}`;
}

/** Conversations that have all the words, at most one more than may be. Each of `keys` is a choice of terms. */
async function findIds(db: Database, words: readonly string[], keys: readonly number[][]): Promise<number[]> {
  // `(select …)` hides the keys from the planner: its guess for a frequent one would be to read the whole table.
  const conditions = keys.map((choice) => sql`d.keys && (select ${choice}::integer[])`);
  const { rows } = await sql<{ id: number }>`
    select d.conversation_id as id from chat_search_documents d
    where ${sql.join(conditions, sql` and `)} and ${containAll(words)}
    limit ${maxFound + 1}`.execute(db);
  return rows.map(({ id }) => id);
}
