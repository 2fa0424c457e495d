import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from './database.ts';

/** Any number that nothing else in this database locks by. */
const indexerLock = 20_261_124;

/**
 * Takes up to `limit` rows off the queue; ids, each once. None while another instance is at it: two that index one
 * conversation at the same time could write the older text last.
 */
export async function takeFromQueue(
  tx: DatabaseTransaction,
  limit: number,
  putAside: readonly number[],
): Promise<{ taken: number; ids: number[] }> {
  const lock = await sql<{ held: boolean }>`select pg_try_advisory_xact_lock(${indexerLock}) as held`.execute(tx);
  if (!lock.rows[0]?.held) return { taken: 0, ids: [] };
  const { rows } = await sql<{ conversation_id: number }>`
    delete from chat_search_queue where ctid = any(array(
      select ctid from chat_search_queue where conversation_id <> all(${putAside}::bigint[]) limit ${limit}))
    returning conversation_id`.execute(tx);
  return { taken: rows.length, ids: [...new Set(rows.map(({ conversation_id }) => conversation_id))] };
}

export async function queueIsEmpty(db: Database): Promise<boolean> {
  const { rows } = await sql<{ empty: boolean }>`select not exists (select from chat_search_queue) as empty`.execute(
    db,
  );
  return rows[0]?.empty ?? true;
}
