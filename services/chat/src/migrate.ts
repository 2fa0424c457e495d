import { readSettings } from '@livechat/service/settings';
import { DatabaseSettings } from './config.ts';
import { openDatabase } from './db/database.ts';
import { migrate } from './db/migrations.ts';

// Brings the tables up to date and ends. Runs before a new version of chat starts.
const { DATABASE_URL } = readSettings('migrate', DatabaseSettings);
const db = openDatabase({
  url: DATABASE_URL,
  maxConnections: 1,
  // A migration may rewrite a large table.
  statementTimeoutMs: 15 * 60_000,
  onConnectionError: (err) => process.stderr.write(`${err.message}\n`),
});
try {
  const ran = await migrate(db);
  process.stdout.write(ran.length === 0 ? 'nothing to migrate\n' : `migrated: ${ran.join(', ')}\n`);
} finally {
  await db.destroy();
}
