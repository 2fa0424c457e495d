import type pg from 'pg';

const reason = 'refused at the end';

/**
 * From now on Postgres takes back, at its commit, each transaction that writes or deletes an event: what chat asks can be
 * watched to the end, as often as one likes, and leaves nothing.
 */
export async function refuseCommits(pool: pg.Pool): Promise<void> {
  await pool.query(`
    create function refuse_commit() returns trigger language plpgsql as $$ begin raise exception '${reason}'; end $$`);
  await pool.query(`
    create constraint trigger refuse_commit after insert or delete on chat_outbox deferrable initially deferred
    for each row execute function refuse_commit()`);
}

/** Waits for work that ends so. */
export async function refused(work: Promise<unknown>): Promise<void> {
  const thrown = await work.then(
    () => undefined,
    (err: unknown) => err,
  );
  if (!(thrown instanceof Error) || !thrown.message.includes(reason)) {
    throw new Error('what should have been refused at its commit was not', { cause: thrown });
  }
}
