import { loadavg } from 'node:os';
import pg from 'pg';
import { migrate } from '../../services/chat/src/db/migrations.ts';
import { openPatientDatabase } from '../patient-database.ts';
import { fill } from './fill.ts';
import type { Spread } from './spread.ts';
import { startThrowAwayPostgres } from './throw-away-postgres.ts';
import { timeIndexing } from './time-indexing.ts';
import { timeInserts } from './time-inserts.ts';
import { timeRequests } from './time-requests.ts';

// Fills a database of its own and times the staff's list. BENCH_CONVERSATIONS makes it smaller, BENCH_ONLY (a regular
// expression) times some kinds only, BENCH_RUNS says how often, BENCH_PLANS=1 prints the plans too.
const size = { conversations: Number(process.env.BENCH_CONVERSATIONS ?? 200_000), messagesEach: 10 };
const goalMs = 50;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const load = () => loadavg()[0]?.toFixed(1);
const columns = ({ p50, p95, max }: Spread, digits: number) =>
  [p50, p95, max].map((time) => time.toFixed(digits).padStart(8)).join('');

const postgres = await startThrowAwayPostgres();
const db = openPatientDatabase(postgres.url, 4);
const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
try {
  await migrate(db);
  await fill(db, pool, size);
  const { rows } = await pool.query('show server_version');
  say(`Postgres ${rows[0]?.server_version}, ${size.conversations} conversations of ${size.messagesEach} messages`);
  say(`${'ms'.padEnd(60)}     p50     p95     max  rows  load`);
  let scans = 0;
  await timeRequests(db, (timing) => {
    const { name, rows: found, whole, plans } = timing;
    const late = timing.p95 > goalMs ? `  above ${goalMs} ms` : '';
    const scanned = whole.length > 0 ? `  READS ALL OF ${whole.join()}` : '';
    scans += whole.length;
    say(
      `${name.padEnd(60)}${columns(timing, 1)}${found.toFixed(0).padStart(6)}${load()?.padStart(6)}${late}${scanned}`,
    );
    if (process.env.BENCH_PLANS) say(plans.join('\n\n'));
  });
  say('The counts, once a second and beside the request, read all of chat_conversations.');
  const inserts = await timeInserts(pool, size.conversations);
  say(`${'insert of a message, with search'.padEnd(60)}${columns(inserts.with, 2)}${load()?.padStart(12)}`);
  say(`${'insert of a message, without'.padEnd(60)}${columns(inserts.without, 2)}${load()?.padStart(12)}`);
  say(`indexed conversations a second: ${(await timeIndexing(db, pool, 3_000)).toFixed(0)}, load ${load()}`);
  if (scans > 0) process.exitCode = 1;
} finally {
  await Promise.all([db.destroy(), pool.end()]);
  await postgres.stop();
}
