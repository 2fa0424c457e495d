import pg from 'pg';

export interface OpenConversations {
  databaseUrl: string;
  conversations: number;
  messagesEach: number;
  /** Who they are assigned to. */
  adminId: number | null;
  /** Names the people, and is in every subject: two fillings must not have the same. */
  tag: string;
  /** Of the newest; each is a minute older than the one before it. */
  newestAt: Date;
}

/**
 * Open conversations of as many customers, each with its messages, in a system that runs, by a few statements. Gives the ids,
 * newest activity first. Nothing finds them by words, and no event tells of them.
 */
export async function fillOpenConversations(wanted: OpenConversations): Promise<number[]> {
  const { databaseUrl, conversations, messagesEach, adminId, tag, newestAt } = wanted;
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const switchSearch = async (how: 'disable' | 'enable') => {
    for (const table of ['chat_conversations', 'chat_messages']) {
      await client.query(`alter table ${table} ${how} trigger user`);
    }
  };
  try {
    await client.query('begin');
    await switchSearch('disable');
    const { rows } = await client.query<{ id: string }>(
      `
      with fresh as (
        insert into users (subject, username, display_name)
        select $1 || '-' || n, $1 || '-' || n, 'Customer ' || n from generate_series(1, $2::int) n
        returning id, split_part(subject, '-', -1)::int as n)
      insert into chat_conversations
        (user_id, admin_id, subject, priority, last_message_at, last_message_by, admin_unread_count, last_seq, waiting_since)
      select id, $3::int, 'Question ' || n || ' of ' || $1,
        (case when n % 40 = 0 then 'urgent' when n % 7 = 0 then 'high' else 'medium' end)::chat_priority,
        $4::timestamptz - n * interval '1 minute', 'user', n % 3, $5::int, $4::timestamptz - n * interval '1 minute'
      from fresh order by n returning id`,
      [tag, conversations, adminId, newestAt, messagesEach],
    );
    const ids = rows.map(({ id }) => Number(id));
    await client.query(
      `
      insert into chat_messages (conversation_id, seq, sender_type, sender_id, message, status, created_at, updated_at)
      select c.id, seq, (case when seq % 2 = last_seq % 2 then 'user' else 'admin' end)::chat_role,
        case when seq % 2 = last_seq % 2 then user_id else coalesce(admin_id, 1) end,
        'Message ' || seq || ' of ' || subject || ': where is what I ordered, and who can tell me more about it?',
        (case when seq > last_seq - admin_unread_count * 2 then 'delivered' else 'read' end)::chat_message_status,
        written, written
      from chat_conversations c
      cross join lateral generate_series(1, last_seq) seq
      cross join lateral (select last_message_at - (last_seq - seq) * interval '3 minutes' as written) times
      where c.id = any($1::bigint[])`,
      [ids],
    );
    await switchSearch('enable');
    await client.query('commit');
    for (const table of ['users', 'chat_conversations', 'chat_messages']) await client.query(`analyze ${table}`);
    return ids;
  } finally {
    await client.end();
  }
}

/** Takes them off the list of what is open again. */
export async function closeConversations(databaseUrl: string, ids: readonly number[]): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await client.query(`update chat_conversations set status = 'closed' where id = any($1::bigint[])`, [ids]);
  } finally {
    await client.end();
  }
}
