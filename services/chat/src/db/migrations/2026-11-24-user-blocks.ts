import { type Kysely, sql } from 'kysely';

/** Users whose calls are refused: why, by whom, until when (null: for good). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table user_blocks (
      user_id bigint primary key references users (id),
      reason text not null,
      blocked_by bigint not null references admins (id),
      blocked_at timestamptz(3) not null default now(),
      blocked_until timestamptz(3)
    )`.execute(db);
}
