import type { ConversationSort } from '@livechat/contracts/chat/list-all-conversations';
import type { Message } from '@livechat/contracts/chat/message';
import { fitting } from '../page-bytes.ts';
import { type CursorPosition, writeCursor } from '../page-cursor.ts';
import { type ConversationQuery, inOrder, positionOf } from './conversation-order.ts';
import { type SearchedRows, searchConversations } from './conversation-search.ts';
import type { Database } from './database.ts';
import { type ConversationRow, selectMessages, toMessage } from './rows.ts';

export interface ConversationPage {
  rows: ConversationRow[];
  nextCursor: string | null;
  /** By conversation id. */
  lastMessages: Map<number, Message>;
}

export interface WantedPage {
  cursor: CursorPosition | undefined;
  limit: number;
  sort?: ConversationSort;
  q?: string | undefined;
}

export async function readConversationPage(
  db: Database,
  filtered: ConversationQuery,
  { cursor, limit, sort = 'activity', q }: WantedPage,
): Promise<ConversationPage> {
  const { rows: found, readUpTo }: SearchedRows =
    q === undefined
      ? {
          rows: await inOrder(filtered, sort, cursor)
            .limit(limit + 1)
            .execute(),
          readUpTo: undefined,
        }
      : await searchConversations(db, filtered, { q, sort, cursor, limit });
  const lastRows = await readLastMessages(db, found.slice(0, limit));
  const rows = found.slice(0, Math.min(limit, fitting(found.map(({ id }) => lastRows.get(id)))));
  const last = rows.at(-1);
  const next = last && found.length > rows.length ? positionOf(last, sort) : readUpTo;
  return {
    rows,
    nextCursor: next ? writeCursor(next) : null,
    lastMessages: new Map([...lastRows].map(([id, row]) => [id, toMessage(row, row.sender_name)])),
  };
}

async function readLastMessages(db: Database, rows: ConversationRow[]) {
  if (rows.length === 0) return new Map<number, never>();
  const messages = await selectMessages(db)
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('m.conversation_id', 'm.seq'),
        'in',
        rows.map(({ id, last_seq }) => tuple(id, last_seq)),
      ),
    )
    .execute();
  return new Map(messages.map((row) => [row.conversation_id, row]));
}
