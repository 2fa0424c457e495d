import { type Kysely, sql } from 'kysely';

/** The few messages that were accepted while moderation was away. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index chat_messages_unreviewed on chat_messages (id)
    where metadata @> '{"moderation": {"reviewed": false}}'`.execute(db);
}
