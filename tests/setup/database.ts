import pg from 'pg';
import { afterAll, inject } from 'vitest';

let pool: pg.Pool | undefined;

afterAll(async () => {
  await pool?.end();
  pool = undefined;
});

/** Looks behind the curtain: what no client can ask, such as the outbox. */
export async function query<Row = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> {
  if (!pool) {
    // bigint arrives as text; ids and seqs stay below 2^53.
    const types = { getTypeParser: (oid: number) => (oid === 20 ? Number : pg.types.getTypeParser(oid)) };
    pool = new pg.Pool({ connectionString: inject('system').databaseUrl, max: 2, types });
    pool.on('error', () => {});
  }
  return (await pool.query(text, values)).rows as Row[];
}

/** Whether every committed event has reached the stream. */
export async function outboxIsEmpty(): Promise<boolean> {
  const [row] = await query<{ rows: number }>('select count(*) as rows from chat_outbox');
  return row?.rows === 0;
}
