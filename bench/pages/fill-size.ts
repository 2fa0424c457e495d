import pg from 'pg';
import { migrate } from '../../services/chat/src/db/migrations.ts';
import { fillMessages, messagesEach } from '../../tests/setup/fill-messages.ts';
import { openPatientDatabase } from '../patient-database.ts';
import { startThrowAwayPostgres } from '../staff-list/throw-away-postgres.ts';
import type { Filled } from './questions.ts';

export interface FilledSize extends Filled {
  messages: number;
  /** What the table of messages and its indexes take. */
  gigabytes: number;
  stop(): Promise<void>;
}

const deepPages = 500;

/** A server of its own for each size, so that none lives on the memory of another. */
export async function fillSize(messages: number, connections: number): Promise<FilledSize> {
  const postgres = await startThrowAwayPostgres();
  const db = openPatientDatabase(postgres.url, connections);
  const stop = async () => {
    await db.destroy();
    await postgres.stop();
  };
  const conversations = messages / messagesEach;
  try {
    await migrate(db);
    const { longId, gigabytes } = await fill(postgres.url, messages);
    const ids = Array.from({ length: deepPages }, (_, index) => 1 + Math.floor((index / deepPages) * conversations));
    const deep = await db.selectFrom('chat_conversations').selectAll().where('id', 'in', ids).execute();
    return { db, messages, conversations, longId, deep, gigabytes, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

async function fill(url: string, messages: number): Promise<{ longId: number; gigabytes: number }> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  try {
    await pool.query(`set maintenance_work_mem = '512MB'`);
    const longId = await fillMessages(pool, messages);
    const { rows } = await pool.query<{ bytes: string }>(`select pg_total_relation_size('chat_messages') as bytes`);
    return { longId, gigabytes: Number(rows[0]?.bytes) / 1e9 };
  } finally {
    await pool.end();
  }
}
