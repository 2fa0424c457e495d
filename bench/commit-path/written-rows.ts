import type pg from 'pg';
import type { Sender } from './write-loop.ts';

export async function addSenders(pool: pg.Pool, count: number): Promise<Sender[]> {
  await pool.query(
    `insert into users (subject, username, display_name)
     select n, 'person' || n, 'Person ' || n from generate_series(1, $1::int) n`,
    [count],
  );
  const { rows } = await pool.query<{ id: string; user_id: string }>(
    `insert into chat_conversations (user_id, subject, last_message_by) select id, 'My order', 'user' from users
     returning id, user_id`,
  );
  return rows.map(({ id, user_id: user }) => ({
    conversationId: Number(id),
    actor: { id: Number(user), role: 'user', subject: user, username: `person${user}`, displayName: `Person ${user}` },
  }));
}

/** What is wrong when so many messages were acknowledged; and takes away what relay and indexer would have by now. */
export async function checkRows(pool: pg.Pool, acknowledged: number): Promise<string[]> {
  const { rows } = await pool.query<Record<'messages' | 'different' | 'events' | 'uneven', string>>(`
    select (select count(*) from chat_messages) as messages,
      (select count(distinct client_message_id) from chat_messages) as different,
      (select count(*) from chat_outbox where subject like '%created%') as events,
      (select count(*) from chat_conversations c
        left join (select conversation_id, count(*), max(seq) from chat_messages group by 1) m on m.conversation_id = c.id
        where (c.last_seq, c.admin_unread_count) is distinct from (coalesce(m.count, 0), coalesce(m.count, 0)::integer)
          or m.max <> m.count) as uneven`);
  await pool.query('truncate chat_messages, chat_outbox, chat_search_queue, chat_conversation_changes');
  await pool.query('update chat_conversations set last_seq = 0, revision = 0, admin_unread_count = 0');
  await pool.query('vacuum chat_conversations');
  const [found] = rows;
  const wrong = (['messages', 'different', 'events'] as const).flatMap((what) =>
    Number(found?.[what]) === acknowledged ? [] : [`${acknowledged} acknowledged, ${what}: ${found?.[what]}`],
  );
  if (found?.uneven !== '0')
    wrong.push(`${found?.uneven} conversations whose seqs or counts do not fit their messages`);
  return wrong;
}
