import { type Kysely, sql } from 'kysely';

/** The seed's two tables with all their columns, the people beside them, and what seq, repeats and events need. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create type chat_role as enum ('user', 'admin')`.execute(db);
  await sql`create type chat_status as enum ('open', 'closed', 'pending')`.execute(db);
  await sql`create type chat_priority as enum ('low', 'medium', 'high', 'urgent')`.execute(db);
  await sql`create type chat_message_type as enum ('text', 'system', 'file', 'image')`.execute(db);
  await sql`create type chat_message_status as enum ('sent', 'delivered', 'read')`.execute(db);

  for (const table of ['users', 'admins']) {
    await sql`
      create table ${sql.table(table)} (
        id bigint generated always as identity primary key,
        subject text not null unique,
        username text not null,
        display_name text not null,
        password_hash text,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now()
      )`.execute(db);
    // Names of built-in accounts are told apart without regard to case; a host application's names are its own affair.
    await sql`
      create unique index ${sql.ref(`${table}_account_name`)} on ${sql.table(table)} (lower(username))
      where password_hash is not null`.execute(db);
  }

  await sql`
    create table chat_conversations (
      id bigint generated always as identity primary key,
      user_id bigint not null references users (id),
      admin_id bigint references admins (id),
      status chat_status not null default 'open',
      subject varchar(255) not null,
      priority chat_priority not null default 'medium',
      last_message_at timestamptz(3) not null default now(),
      last_message_by chat_role not null,
      user_unread_count integer not null default 0 check (user_unread_count >= 0),
      admin_unread_count integer not null default 0 check (admin_unread_count >= 0),
      closed_at timestamptz(3),
      closed_by bigint references admins (id),
      last_seq bigint not null default 0,
      client_message_id uuid,
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now()
    )`.execute(db);
  await sql`
    create unique index chat_conversations_repeat on chat_conversations (user_id, client_message_id)
    where client_message_id is not null`.execute(db);
  await sql`
    create index chat_conversations_of_user on chat_conversations (user_id, last_message_at desc, id desc)`.execute(db);
  await sql`
    create index chat_conversations_activity on chat_conversations (last_message_at desc, id desc)`.execute(db);

  await sql`
    create table chat_messages (
      id bigint generated always as identity primary key,
      conversation_id bigint not null references chat_conversations (id),
      seq bigint not null check (seq > 0),
      sender_type chat_role not null,
      sender_id bigint,
      message text not null,
      message_type chat_message_type not null default 'text',
      status chat_message_status not null default 'sent',
      read_at timestamptz(3),
      read_by bigint,
      edited_at timestamptz(3),
      is_edited boolean not null default false,
      metadata jsonb,
      reply_to_id bigint references chat_messages (id),
      client_message_id uuid,
      text_hash bytea,
      delivered_at timestamptz(3),
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now(),
      unique (conversation_id, seq)
    )`.execute(db);
  await sql`
    create unique index chat_messages_repeat
    on chat_messages (conversation_id, sender_type, sender_id, client_message_id)
    where client_message_id is not null`.execute(db);
  // What "unread" means, in one place; system messages never count.
  await sql`
    create index chat_messages_unread on chat_messages (conversation_id, sender_type, seq)
    where status <> 'read' and message_type <> 'system'`.execute(db);

  await sql`
    create table chat_conversation_changes (
      id bigint generated always as identity primary key,
      conversation_id bigint not null references chat_conversations (id),
      actor_type chat_role not null,
      actor_id bigint,
      what text not null check (what in ('status', 'priority', 'assignee')),
      from_value text,
      to_value text,
      changed_at timestamptz(3) not null default now()
    )`.execute(db);
  await sql`
    create index chat_conversation_changes_of on chat_conversation_changes (conversation_id, id)`.execute(db);

  await sql`
    create table chat_outbox (
      id bigint generated always as identity primary key,
      event_id uuid not null default gen_random_uuid(),
      subject text not null,
      payload text not null,
      created_at timestamptz(3) not null default now()
    )`.execute(db);

  await sql`
    create table auth_refresh_tokens (
      token_hash bytea primary key,
      family uuid not null,
      role chat_role not null,
      person_id bigint not null,
      used_at timestamptz(3),
      expires_at timestamptz(3) not null,
      created_at timestamptz(3) not null default now()
    )`.execute(db);
  await sql`create index auth_refresh_tokens_family on auth_refresh_tokens (family)`.execute(db);
  await sql`create index auth_refresh_tokens_expiry on auth_refresh_tokens (expires_at)`.execute(db);
}
