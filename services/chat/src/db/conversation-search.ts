import type { ConversationSort } from '@livechat/contracts/chat/list-all-conversations';
import { type RawBuilder, sql } from 'kysely';
import type { CursorPosition } from '../page-cursor.ts';
import { foldText } from '../search/fold-text.ts';
import { runsOf } from '../search/index-terms.ts';
import { type ConversationQuery, inOrder, orderBy, positionOf } from './conversation-order.ts';
import type { Database } from './database.ts';
import type { ConversationRow } from './rows.ts';
import { findKeys, findNamed } from './search-keys.ts';

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

/** Conversations read from the top of the list before the index is asked. */
const firstStretch = 500;
/** With as many among the first, a page is filled sooner by reading on than by looking up what the index names. */
const frequentFrom = 10;
/** Most that the index may name; with more, the list is read instead. */
const maxNamed = 2_500;
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
  const keys = await findKeys(db, words);
  if (keys === 'nowhere') return { rows: [], readUpTo: undefined };
  /** Of the first of a list, those that have the words. */
  const read = (from: ConversationQuery, length: number) => {
    const stretch = db.selectFrom(from.limit(length).as('chat_conversations')).selectAll();
    return orderBy(stretch.where(haveWords(words)), sort)
      .limit(limit + 1)
      .execute();
  };

  if (keys.length > 0) {
    const top = await read(list, firstStretch);
    if (top.length > limit) return { rows: top, readUpTo: undefined };
    const ids = top.length < frequentFrom ? await findNamed(db, keys, maxNamed) : undefined;
    if (ids) {
      // As an array that the planner cannot look into, so that it looks up what was found instead of reading the list.
      const named = filtered.where(sql<boolean>`id = any(array(select unnest(${ids}::bigint[])))`);
      return { rows: await read(inOrder(named, sort, cursor), maxNamed), readUpTo: undefined };
    }
  }
  const rows = await read(list, longStretch);
  if (rows.length > limit) return { rows, readUpTo: undefined };
  const [last, next] = await list
    .offset(longStretch - 1)
    .limit(2)
    .execute();
  return { rows, readUpTo: last && next ? positionOf(last, sort) : undefined };
}

/** A scalar query and no `exists`, which the planner may answer by reading the whole table once. */
function haveWords(words: readonly string[]): RawBuilder<boolean> {
  const conditions = words.map((word) => sql`strpos(d.words, ${word}) > 0`);
  return sql<boolean>`(
    select ${sql.join(conditions, sql` and `)} from chat_search_documents d
    where d.conversation_id = chat_conversations.id)`;
}
