import pg from 'pg';
import { expect, inject } from 'vitest';
import { query } from './database.ts';

/** Locks a conversation as a writer does, so that everybody else waits, until `release`. */
export async function holdConversation(conversationId: number) {
  const client = new pg.Client(inject('system').databaseUrl);
  await client.connect();
  await client.query('begin');
  await client.query('select from chat_conversations where id = $1 for update', [conversationId]);
  const { rows } = await client.query('select pg_backend_pid() as pid');
  return {
    /** Resolves when so many wait, or more, one behind the other. */
    async isWaitedFor(count: number): Promise<void> {
      const waiting = () =>
        query<{ count: number }>(
          `with recursive behind as (
             select $1::int as pid
             union
             select a.pid from pg_stat_activity a, behind where behind.pid = any(pg_blocking_pids(a.pid))
           )
           select count(*)::int - 1 as count from behind`,
          [rows[0].pid],
        );
      await expect.poll(async () => (await waiting())[0]?.count ?? 0).toBeGreaterThanOrEqual(count);
    },
    async release(): Promise<void> {
      await client.query('commit');
      await client.end();
    },
  };
}
