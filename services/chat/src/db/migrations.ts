import { Migrator } from 'kysely/migration';
import type { Database } from './database.ts';
import * as firstTables from './migrations/2026-11-22-first-tables.ts';
import * as revocations from './migrations/2026-11-23-revocations.ts';
import * as staffList from './migrations/2026-11-23-staff-list.ts';
import * as revisions from './migrations/2026-11-24-revisions.ts';
import * as searchIndex from './migrations/2026-11-24-search-index.ts';
import * as unreviewedMessages from './migrations/2026-11-24-unreviewed-messages.ts';
import * as userBlocks from './migrations/2026-11-24-user-blocks.ts';
import * as searchNewMessages from './migrations/2026-11-25-search-new-messages.ts';
import * as canaries from './migrations/2026-12-01-canaries.ts';

/** In the order of their names. One that has run anywhere is never changed again. */
export const migrations = {
  '2026-11-22-first-tables': firstTables,
  '2026-11-23-revocations': revocations,
  '2026-11-23-staff-list': staffList,
  '2026-11-24-revisions': revisions,
  '2026-11-24-search-index': searchIndex,
  '2026-11-24-unreviewed-messages': unreviewedMessages,
  '2026-11-24-user-blocks': userBlocks,
  '2026-11-25-search-new-messages': searchNewMessages,
  '2026-12-01-canaries': canaries,
};

/** Brings the tables up to date; the names of what ran. Several at once wait for each other (the migrator locks). */
export async function migrate(db: Database): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw error;
  return results.map(({ migrationName }) => migrationName);
}
