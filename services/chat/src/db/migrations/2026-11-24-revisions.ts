import { type Kysely, sql } from 'kysely';

/** What has happened to a conversation's messages is counted, so that who missed something can tell, and learn what. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table chat_conversations add column revision bigint not null default 0`.execute(db);
  await sql`alter table chat_messages add column revision bigint not null default 0`.execute(db);
}
