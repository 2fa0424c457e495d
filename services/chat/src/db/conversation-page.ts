import type { Message } from '@livechat/contracts/chat/message';
import { type SelectQueryBuilder, sql } from 'kysely';
import { fitting } from '../page-bytes.ts';
import { type CursorPosition, writeCursor } from '../page-cursor.ts';
import type { Database } from './database.ts';
import { type ConversationRow, selectMessages, toMessage } from './rows.ts';
import type { Tables } from './tables.ts';

type ConversationQuery = SelectQueryBuilder<Tables, 'chat_conversations', ConversationRow>;

export interface ConversationPage {
  rows: ConversationRow[];
  nextCursor: string | null;
  /** By conversation id. */
  lastMessages: Map<number, Message>;
}

/** A page by last activity, newest first, by key and not by offset: the thousandth costs what the first does. */
export async function readConversationPage(
  db: Database,
  filtered: ConversationQuery,
  { cursor, limit }: { cursor: CursorPosition | undefined; limit: number },
): Promise<ConversationPage> {
  let query = filtered
    .orderBy('last_message_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (cursor) query = query.where(sql<boolean>`(last_message_at, id) < (${cursor.at}, ${cursor.id})`);
  const found = await query.execute();
  const lastRows = await readLastMessages(db, found.slice(0, limit));
  const rows = found.slice(0, Math.min(limit, fitting(found.map(({ id }) => lastRows.get(id)))));
  const last = rows.at(-1);
  return {
    rows,
    nextCursor: last && found.length > rows.length ? writeCursor({ at: last.last_message_at, id: last.id }) : null,
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
