import type { ConversationSort } from '@livechat/contracts/chat/list-all-conversations';
import { type SelectQueryBuilder, sql } from 'kysely';
import type { CursorPosition } from '../page-cursor.ts';
import type { ConversationRow } from './rows.ts';
import type { Tables } from './tables.ts';

export type ConversationQuery = SelectQueryBuilder<Tables, 'chat_conversations', ConversationRow>;

// As in their indexes. Those where nobody waits have one common time, after all others.
const byActivity = sql<unknown>`(last_message_at, id)`;
const byPriority = sql<unknown>`(priority, last_message_at, id)`;
const byWaiting = sql<unknown>`(coalesce(waiting_since, 'infinity'::timestamptz), id)`;

/** In the order of `sort`, from after `cursor`: by key and not by offset, so the thousandth page costs what the first does. */
export function inOrder(query: ConversationQuery, sort: ConversationSort, cursor?: CursorPosition) {
  return orderBy(cursor ? after(query, cursor) : query, sort);
}

export function orderBy(query: ConversationQuery, sort: ConversationSort): ConversationQuery {
  switch (sort) {
    case 'activity':
      return query.orderBy('last_message_at', 'desc').orderBy('id', 'desc');
    case 'oldest':
      return query.orderBy('last_message_at', 'asc').orderBy('id', 'asc');
    case 'priority':
      return query.orderBy('priority', 'desc').orderBy('last_message_at', 'desc').orderBy('id', 'desc');
    case 'waiting':
      return query.orderBy(sql`coalesce(waiting_since, 'infinity'::timestamptz)`, 'asc').orderBy('id', 'asc');
  }
}

function after(query: ConversationQuery, cursor: CursorPosition): ConversationQuery {
  const { at, id } = cursor;
  switch (cursor.sort) {
    case 'activity':
      return query.where(sql<boolean>`${byActivity} < (${at}, ${id})`);
    case 'oldest':
      return query.where(sql<boolean>`${byActivity} > (${at}, ${id})`);
    case 'priority':
      return query.where(sql<boolean>`${byPriority} < (${cursor.priority}::chat_priority, ${at}, ${id})`);
    case 'waiting':
      return query.where(sql<boolean>`${byWaiting} > (coalesce(${at}::timestamptz, 'infinity'), ${id})`);
  }
}

export function positionOf(row: ConversationRow, sort: ConversationSort): CursorPosition {
  const { id, last_message_at: at, priority } = row;
  if (sort === 'waiting') return { sort, at: row.waiting_since, id };
  if (sort === 'priority') return { sort, at, id, priority };
  return { sort, at, id };
}
