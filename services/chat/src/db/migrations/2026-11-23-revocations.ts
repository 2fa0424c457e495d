import { type Kysely, sql } from 'kysely';

/** What is no longer believed although it has not ended: tokens by their hash, and families of tokens. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table auth_revocations (
      key text primary key,
      expires_at timestamptz(3) not null
    )`.execute(db);
  await sql`create index auth_revocations_expiry on auth_revocations (expires_at)`.execute(db);
}
