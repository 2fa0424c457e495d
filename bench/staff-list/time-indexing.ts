import type pg from 'pg';
import type { Database } from '../../services/chat/src/db/database.ts';
import { queueIsEmpty } from '../../services/chat/src/db/search-queue.ts';
import { createSearchIndexer } from '../../services/chat/src/search-indexer.ts';

/** How many changed conversations the indexer brings into the index in a second. */
export async function timeIndexing(db: Database, pool: pg.Pool, changed: number): Promise<number> {
  await pool.query('truncate chat_search_queue');
  await pool.query(
    "update chat_messages set message = message || ' changed' || id where seq = 3 and id % 7 = 0 and conversation_id <= $1",
    [changed * 7],
  );
  const { rows } = await pool.query<{ count: string }>('select count(*) from chat_search_queue');
  const indexer = createSearchIndexer(db, { warn: (about: unknown) => process.stderr.write(`${String(about)}\n`) });
  const started = performance.now();
  indexer.start();
  while (!(await queueIsEmpty(db))) await new Promise((resolve) => setTimeout(resolve, 20));
  const seconds = (performance.now() - started) / 1000;
  await indexer.stop();
  return Number(rows[0]?.count) / seconds;
}
