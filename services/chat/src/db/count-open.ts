import type { Database, DatabaseTransaction } from './database.ts';

/** How many conversations of a user are not closed. */
export async function countOpen(db: Database | DatabaseTransaction, userId: number): Promise<number> {
  const { open } = await db
    .selectFrom('chat_conversations')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('user_id', '=', userId)
    .where('status', '<>', 'closed')
    .executeTakeFirstOrThrow();
  return open;
}
