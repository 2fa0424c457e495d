import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from './database.ts';

/** Any number that nothing else in this database locks by. */
const indexerLock = 20_261_124;

/** Conversations by what of them is new: their messages from a seq on, or all there is. */
export type Queued = Map<number, number | 'all'>;

/**
 * Takes up to `limit` rows off the queue. None while another instance is at it: two that index one
 * conversation at the same time could write the older text last.
 */
export async function takeFromQueue(
  tx: DatabaseTransaction,
  limit: number,
  putAside: readonly number[],
): Promise<{ taken: number; queued: Queued }> {
  const lock = await sql<{ held: boolean }>`select pg_try_advisory_xact_lock(${indexerLock}) as held`.execute(tx);
  if (!lock.rows[0]?.held) return { taken: 0, queued: new Map() };
  const { rows } = await sql<{ conversation_id: number; from_seq: number | null }>`
    delete from chat_search_queue where ctid = any(array(
      select ctid from chat_search_queue where conversation_id <> all(${putAside}::bigint[]) limit ${limit}))
    returning conversation_id, from_seq`.execute(tx);
  const queued: Queued = new Map();
  for (const { conversation_id: id, from_seq: from } of rows) {
    const other = queued.get(id);
    queued.set(id, from === null || other === 'all' ? 'all' : Math.min(from, other ?? from));
  }
  return { taken: rows.length, queued };
}

export async function queueIsEmpty(db: Database): Promise<boolean> {
  const { rows } = await sql<{ empty: boolean }>`select not exists (select from chat_search_queue) as empty`.execute(
    db,
  );
  return rows[0]?.empty ?? true;
}
