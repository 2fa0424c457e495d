import type { Message } from '@livechat/contracts/chat/message';
import { type SelectQueryBuilder, sql } from 'kysely';
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
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    rows,
    nextCursor: last && found.length > limit ? writeCursor({ at: last.last_message_at, id: last.id }) : null,
    lastMessages: await readLastMessages(db, rows),
  };
}

async function readLastMessages(db: Database, rows: ConversationRow[]): Promise<Map<number, Message>> {
  if (rows.length === 0) return new Map();
  const messages = await selectMessages(db)
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('m.conversation_id', 'm.seq'),
        'in',
        rows.map(({ id, last_seq }) => tuple(id, last_seq)),
      ),
    )
    .execute();
  return new Map(messages.map((row) => [row.conversation_id, toMessage(row, row.sender_name)]));
}
