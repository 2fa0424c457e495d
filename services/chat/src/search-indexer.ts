import type { Logger } from '@livechat/service/logger';
import { type Database, isDatabaseOutage } from './db/database.ts';
import { forgetGone, readSearchDocuments, writeSearchDocuments } from './db/search-documents.ts';
import { queueIsEmpty, takeFromQueue } from './db/search-queue.ts';

export interface SearchIndexer {
  start(): void;
  /** Waits for the batch at hand. What remains queued is indexed by another instance, or at the next start. */
  stop(): Promise<void>;
}

const indexEveryMs = 250;
const batchSize = 200;
/** Terms remembered as being in the table, so that most messages need not ask for them. */
const maxKnownTerms = 100_000;
const putAsideMs = 60_000;

/**
 * Brings what is queued into the search index. A batch is one transaction, the rows of the queue included: after a crash
 * they are there again.
 */
export function createSearchIndexer(db: Database, log: Pick<Logger, 'warn'>): SearchIndexer {
  let known = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let indexing: Promise<void> | undefined;
  let stopped = false;
  /** How many are indexed one by one, because one of a batch could not be. */
  let singles = 0;
  let failedAlone: number | undefined;
  /** Conversations that could not be indexed, with the time to try again: they must not hold up the others. */
  const putAside = new Map<number, number>();

  const indexBatch = async () => {
    let ids: number[] = [];
    const limit = singles > 0 ? 1 : batchSize;
    try {
      const { taken, fresh } = await db.transaction().execute(async (tx) => {
        const batch = await takeFromQueue(tx, limit, [...putAside.keys()]);
        ids = [...batch.queued.keys()];
        if (ids.length === 0) return { taken: batch.taken, fresh: new Set<string>() };
        const documents = await readSearchDocuments(tx, batch.queued);
        await forgetGone(
          tx,
          [...batch.queued].flatMap(([id, from]) => (from === 'all' ? id : [])),
        );
        return { taken: batch.taken, fresh: await writeSearchDocuments(tx, documents, known) };
      });
      if (known.size + fresh.size > maxKnownTerms) known = new Set();
      for (const term of fresh) known.add(term);
      singles = Math.max(0, singles - 1);
      return taken === limit;
    } catch (err) {
      log.warn({ err, conversations: ids.length }, 'a batch for the search index failed and is tried again');
      const [id, another] = ids;
      if (id === undefined) return false;
      if (another !== undefined) {
        singles = batchSize;
      } else if (failedAlone === id || !isDatabaseOutage(err)) {
        putAside.set(id, performance.now() + putAsideMs);
        singles = 0;
      } else {
        failedAlone = id;
      }
      return !isDatabaseOutage(err);
    }
  };

  const index = async () => {
    for (const [id, until] of putAside) if (performance.now() > until) putAside.delete(id);
    try {
      if (await queueIsEmpty(db)) return;
    } catch (err) {
      log.warn({ err }, 'the search index waits for Postgres');
      return;
    }
    while (!stopped && (await indexBatch())) {}
  };

  return {
    start() {
      timer = setInterval(() => {
        indexing ??= index().finally(() => {
          indexing = undefined;
        });
      }, indexEveryMs);
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await indexing;
    },
  };
}
