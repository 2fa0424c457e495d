import pg from 'pg';

interface OwnConversation {
  databaseUrl: string;
  userId: number;
  subject: string;
  messages: number;
}

/** One conversation of a customer with as many messages, all of them read; no event tells of it. */
export async function fillOwnConversation({ databaseUrl, userId, subject, messages }: OwnConversation): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      `
      with agent as (
        insert into admins (subject, username, display_name) values ('bench-agent', 'bench-agent', 'Ada Staff')
        on conflict (subject) do update set display_name = excluded.display_name returning id)
      insert into chat_conversations (user_id, admin_id, subject, last_message_at, last_message_by, last_seq)
      select $1, id, $2, now() - interval '1 minute', 'user', $3 from agent returning id`,
      [userId, subject, messages],
    );
    await client.query(
      `
      insert into chat_messages (conversation_id, seq, sender_type, sender_id, message, status, created_at, updated_at)
      select c.id, seq, (case when seq % 3 = 0 then 'admin' else 'user' end)::chat_role,
        case when seq % 3 = 0 then admin_id else user_id end,
        'Message ' || seq || '. ' || repeat('Where is what I ordered? ', (seq % 5)::int + 1),
        'read', written, written
      from chat_conversations c
      cross join lateral generate_series(1, last_seq) seq
      cross join lateral (select last_message_at - (last_seq - seq) * interval '20 minutes' as written) times
      where c.id = $1`,
      [rows[0]?.id],
    );
  } finally {
    await client.end();
  }
}
