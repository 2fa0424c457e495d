import { inject } from 'vitest';
import { type Database, openDatabase } from '../../services/chat/src/db/database.ts';
import { migrations } from '../../services/chat/src/db/migrations.ts';
import { query } from './database.ts';

export interface OwnSchema {
  schema: string;
  /** Of the database, with the schema before others. */
  url: string;
  db: Database;
  /** Makes the tables of conversations; `fill` runs when there are those of the first version. */
  migrate(fill?: () => Promise<void>): Promise<void>;
  drop(): Promise<void>;
}

/** A schema of a test file's own, so that so many rows disturb no other test and are gone at once. */
export async function openOwnSchema(purpose: string): Promise<OwnSchema> {
  const schema = `${purpose}_${process.pid}`;
  await query(`create schema ${schema}`);
  const url = new URL(inject('system').databaseUrl);
  url.searchParams.set('options', `-c search_path=${schema},public`);
  const db = openDatabase({
    url: url.href,
    maxConnections: 4,
    statementTimeoutMs: 60_000,
    onConnectionError: () => {},
  });
  return {
    schema,
    url: url.href,
    db,
    async migrate(fill) {
      // A migration knows no tables yet, which the types cannot tell from knowing others.
      const [first, ...others] = Object.values(migrations);
      const bare = db as unknown as Parameters<(typeof migrations)['2026-11-22-first-tables']['up']>[0];
      await first?.up(bare);
      await fill?.();
      for (const migration of others) await migration.up(bare);
    },
    async drop() {
      await db.destroy();
      await query(`drop schema ${schema} cascade`);
    },
  };
}
