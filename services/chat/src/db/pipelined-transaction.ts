import { type QueryExecutorProvider, sql } from 'kysely';
import type { Database, DatabaseTransaction } from './database.ts';

/** Runs statements of the transaction without waiting for those before, in the order in which they are begun. */
export type Pipeline = QueryExecutorProvider;

export interface PipelinedWork<Found, Outcome> {
  /** Begins its statements at once and with `pipeline`: they go out together with the transaction's own first one. */
  read(pipeline: Pipeline): Promise<Found>;
  /** May ask more, one after the other. What it gives back begins to write: that goes out together with the commit. */
  decide(tx: DatabaseTransaction, found: Found): Promise<(pipeline: Pipeline) => Promise<Outcome>>;
}

/**
 * A transaction in two round trips, whatever it reads and writes, instead of one for each statement and two for itself. It
 * is as good as any: Postgres takes the statements in their order, and a commit behind a statement that failed rolls back.
 */
export function transactInTwoTrips<Found, Outcome>(
  db: Database,
  { read, decide }: PipelinedWork<Found, Outcome>,
): Promise<Outcome> {
  return db.connection().execute(async (single) => {
    const executor = single.getExecutor();
    const connection = await executor.provideConnection(async (own) => own);
    let begun = 0;
    const direct = executor.withConnectionProvider({
      provideConnection(use) {
        begun += 1;
        return use(connection);
      },
    });
    const pipeline = { getExecutor: () => direct };
    try {
      const [, found] = await all(sql`begin`.execute(pipeline), read(pipeline));
      const write = await decide(single as DatabaseTransaction, found);
      const before = begun;
      const written = write(pipeline);
      // A commit that overtakes what it is to commit would lose it.
      if (begun === before) await written;
      const [outcome] = await all(written, sql`commit`.execute(pipeline));
      return outcome;
    } catch (thrown) {
      // Without a connection there is nothing to roll back, and it is not given back to the pool.
      await sql`rollback`.execute(single).catch(() => {});
      throw thrown;
    }
  });
}

/** Waits for both, also when the first fails: nobody else may have the connection before all is answered. */
async function all<First, Second>(first: Promise<First>, second: Promise<Second>): Promise<[First, Second]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}
