import type pg from 'pg';

export const people = { users: 40_000, admins: 50 };

/** Customers and staff with the names `person…`, by their ids. */
export async function addPeople(pool: pg.Pool): Promise<void> {
  for (const [table, number] of Object.entries(people)) {
    await pool.query(
      `
      insert into ${table} (subject, username, display_name)
      select n, 'person' || n, 'Person ' || n from generate_series(1, $1::int) n`,
      [number],
    );
  }
}

/** As in life: most are closed and read, few are unassigned or urgent. */
export async function addConversations(pool: pg.Pool, conversations: number, messagesEach: number): Promise<void> {
  await pool.query(
    `
    insert into chat_conversations
      (user_id, admin_id, status, subject, priority, last_message_at, last_message_by, admin_unread_count, last_seq,
       waiting_since)
    select 1 + n % ${people.users}::int, case when n % 50 = 0 then null else 1 + n % ${people.admins}::int end,
      (case when n % 10 = 0 then 'open' when n % 33 = 0 then 'pending' else 'closed' end)::chat_status,
      'Question ' || n, (case when n % 40 = 0 then 'urgent' when n % 7 = 0 then 'high' else 'medium' end)::chat_priority,
      timestamptz '2020-01-01' + n * interval '10 minutes', (case when n % 10 = 0 then 'user' else 'admin' end)::chat_role,
      (n % 20 = 0)::int, $1::int,
      case when n % 10 = 0 then timestamptz '2020-01-01' + n * interval '10 minutes' end
    from generate_series(1, $2::int) n`,
    [messagesEach, conversations],
  );
}
