import type { Metrics } from '@livechat/service/metrics';
import { sql } from 'kysely';
import type { Database } from './db/database.ts';

interface PoolCounts {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
}

export function watchPool(pool: PoolCounts, metrics: Metrics): void {
  metrics.gauge('database_connections', 'Connections of this instance to Postgres', ['state'], () => [
    { labels: { state: 'in_use' }, value: pool.totalCount - pool.idleCount },
    { labels: { state: 'idle' }, value: pool.idleCount },
  ]);
  metrics.gauge('database_requests_waiting', 'Requests of this instance that wait for a connection', [], () => [
    { labels: {}, value: pool.waitingCount },
  ]);
}

/** More are not counted, so that a scrape stays cheap when NATS was away for long. */
const countAtMost = 10_000;
const sameTable = 'All instances see the same table: take the maximum, not the sum';

/** Asked at the scrape. With Postgres away there is no answer, and so no sample. */
export function watchOutbox(db: Database, metrics: Metrics): void {
  let asked: { at: number; answer: Promise<{ rows: number; oldestSeconds: number }> } | undefined;
  // Both gauges of one scrape are read with one question.
  const ask = () => {
    if (!asked || asked.at < performance.now() - 100) asked = { at: performance.now(), answer: readOutbox(db) };
    return asked.answer;
  };
  metrics.gauge(
    'outbox_rows',
    `Events that the stream has not acknowledged yet, ${countAtMost} at most. ${sameTable}`,
    [],
    async () => [{ labels: {}, value: (await ask()).rows }],
  );
  metrics.gauge(
    'outbox_oldest_age_seconds',
    `Age of the oldest event that waits; 0 when none does. ${sameTable}`,
    [],
    async () => [{ labels: {}, value: (await ask()).oldestSeconds }],
  );
}

async function readOutbox(db: Database): Promise<{ rows: number; oldestSeconds: number }> {
  const waiting = db
    .selectFrom('chat_outbox')
    .select(['id', 'created_at'])
    .orderBy('id')
    .limit(countAtMost)
    .as('waiting');
  return db
    .selectFrom(waiting)
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .select(sql<number>`coalesce(extract(epoch from now() - min(created_at)), 0)::float8`.as('oldestSeconds'))
    .executeTakeFirstOrThrow();
}
