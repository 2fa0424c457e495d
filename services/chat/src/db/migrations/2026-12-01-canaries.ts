import { type Kysely, sql } from 'kysely';

/** The last canary of each process that sends any, and the newest that it heard itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create sequence chat_canary_seq`.execute(db);
  await sql`
    create table chat_canaries (
      source uuid primary key,
      seq bigint not null default nextval('chat_canary_seq'),
      heard_seq bigint not null,
      sent_at timestamptz(3) not null default now()
    )`.execute(db);
  await sql`alter sequence chat_canary_seq owned by chat_canaries.seq`.execute(db);
}
