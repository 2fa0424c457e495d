import type pg from 'pg';
import type { Scene } from './cast.ts';
import {
  type ConversationRow,
  type HistoryRow,
  judgeConversation,
  judgeHistory,
  judgeMessages,
  judgeSystemMessages,
  type MessageRow,
  type Problem,
} from './judge-store.ts';

/** I1, I2 and I4, from the database alone. An empty list says that they hold. */
export async function checkStore({ ledger, conversations }: Scene, database: pg.Pool): Promise<Problem[]> {
  const ids = [...conversations.keys()];
  const { rows: messages } = await database.query<MessageRow>(
    `select id::int, seq::int, message, message_type, sender_type, conversation_id::int, client_message_id
     from chat_messages where conversation_id = any($1) order by conversation_id, seq`,
    [ids],
  );
  // System messages never count as unread.
  const { rows: stored } = await database.query<ConversationRow>(
    `select c.id::int, c.status, c.priority, c.admin_id::text as assignee, c.last_seq::int,
       c.user_unread_count, c.admin_unread_count, count(m.seq)::int as messages,
       coalesce(min(m.seq), 0)::int as first, coalesce(max(m.seq), 0)::int as last,
       count(*) filter (where m.sender_type = 'admin' and m.read_at is null and m.message_type <> 'system')::int as for_user,
       count(*) filter (where m.sender_type = 'user' and m.read_at is null and m.message_type <> 'system')::int as for_staff
     from chat_conversations c left join chat_messages m on m.conversation_id = c.id
     where c.id = any($1) group by c.id`,
    [ids],
  );
  const { rows: history } = await database.query<HistoryRow>(
    `select conversation_id::int, actor_type, what, from_value, to_value
     from chat_conversation_changes where conversation_id = any($1) order by id`,
    [ids],
  );
  return [
    ...judgeMessages(ledger.written, messages),
    ...judgeSystemMessages(messages, history),
    ...stored.flatMap(judgeConversation),
    ...judgeHistory(ledger.changes, history, stored),
    ...(await checkOutbox(database)),
  ];
}

async function checkOutbox(database: pg.Pool): Promise<Problem[]> {
  const { rows } = await database.query('select count(*)::int as left from chat_outbox');
  const [{ left }] = rows;
  return left === 0 ? [] : [{ column: 'gaps', sentence: `${left} events are still in the outbox` }];
}
