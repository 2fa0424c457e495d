import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { migrate } from '../../services/chat/src/db/migrations.ts';
import { storeMessages } from '../../services/chat/src/store-messages.ts';
import { createStoreTogether, type StoreTogether } from '../../services/chat/src/store-together.ts';
import { openPatientDatabase } from '../patient-database.ts';
import { cpuSeconds } from '../speed/cpu.ts';
import { spread } from '../staff-list/spread.ts';
import { startThrowAwayPostgres } from '../staff-list/throw-away-postgres.ts';
import { type Sender, writeLoop } from './write-loop.ts';
import { addSenders, checkRows } from './written-rows.ts';

// What storing a message costs without doors, bus and review: in groups, as chat does, beside a transaction for each, in
// turns on the same Postgres with as many connections. Fails when something that was acknowledged is not stored once.
const { values } = parseArgs({
  options: {
    senders: { type: 'string', default: '1,10,50,200' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '2' },
    connections: { type: 'string', default: '10' },
  },
});
const conversations = 200;
const connections = Number(values.connections);
const senderCounts = values.senders.split(',').map(Number);
const say = (line: string) => void process.stdout.write(`${line}\n`);

const postgres = await startThrowAwayPostgres();
const db = openPatientDatabase(postgres.url, connections);
const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });

const ways: Record<string, StoreTogether> = {
  'in groups': createStoreTogether(db, connections),
  'one by one': async (send) => {
    const [outcome] = await storeMessages(db, [send], 'wait');
    if (outcome === undefined || outcome === 'locked') throw new Error('a message was not decided upon');
    return outcome;
  },
};

interface Figures {
  perSecond: number;
  p50: number;
  p99: number;
  nodeMs: number;
  postgresMs: number;
}

const wrong: string[] = [];

async function measure(way: string, store: StoreTogether, senders: readonly Sender[]): Promise<Figures> {
  const pid = postgres.pid();
  const parts = { postgres: pid === undefined ? [] : [pid] };
  const [postgresBefore, nodeBefore] = [cpuSeconds(parts), process.cpuUsage()];
  const { tookMs, seconds, refused } = await writeLoop(store, senders, Number(values.seconds) * 1000);
  const node = process.cpuUsage(nodeBefore);
  const postgresSeconds = (cpuSeconds(parts).postgres ?? 0) - (postgresBefore.postgres ?? 0);
  const name = `${senders.length} senders ${way}`;
  if (refused > 0) say(`  ${name}: ${refused} refused`);
  for (const problem of await checkRows(pool, tookMs.length)) wrong.push(`${name}: ${problem}`);
  const { p50, p99 } = spread(tookMs);
  const count = tookMs.length;
  return {
    perSecond: count / seconds,
    p50,
    p99,
    nodeMs: (node.user + node.system) / 1000 / count,
    postgresMs: (postgresSeconds * 1000) / count,
  };
}

function medianOf(rounds: readonly Figures[]): Figures {
  const of = (field: keyof Figures) => spread(rounds.map((figures) => figures[field])).p50;
  return {
    perSecond: of('perSecond'),
    p50: of('p50'),
    p99: of('p99'),
    nodeMs: of('nodeMs'),
    postgresMs: of('postgresMs'),
  };
}

function line({ perSecond, p50, p99, nodeMs, postgresMs }: Figures): string {
  const times = `p50 ${p50.toFixed(2).padStart(7)} p99 ${p99.toFixed(2).padStart(7)} ms`;
  return `${perSecond.toFixed(0).padStart(6)}/s  ${times}  CPU of Node ${nodeMs.toFixed(3)}, of Postgres ${postgresMs.toFixed(3)} ms`;
}

try {
  await migrate(db);
  const all = await addSenders(pool, conversations);
  const { rows } = await pool.query('show server_version');
  say(`Postgres ${rows[0]?.server_version}, ${connections} connections, medians of ${values.rounds} rounds`);
  const taken = new Map<string, Figures[]>();
  // The first warms up.
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    for (const count of senderCounts) {
      const senders = Array.from({ length: count }, (_, index) => all[index % conversations] as Sender);
      for (const [way, store] of Object.entries(ways)) {
        const figures = await measure(way, store, senders);
        const key = `${count} ${way}`;
        if (round > 0) taken.set(key, [...(taken.get(key) ?? []), figures]);
      }
    }
  }
  for (const count of senderCounts) {
    const [groups, single] = Object.keys(ways).map((way) => medianOf(taken.get(`${count} ${way}`) ?? []));
    if (!groups || !single) continue;
    const ratio = (groups.perSecond / single.perSecond).toFixed(2);
    say(`${String(count).padStart(4)} senders  in groups   ${line(groups)}  × ${ratio} msg/s`);
    say(`              one by one  ${line(single)}`);
  }
  say(`load ${loadavg()[0]?.toFixed(1)}`);
  for (const problem of wrong) say(`WRONG: ${problem}`);
  if (wrong.length > 0) process.exitCode = 1;
} finally {
  await Promise.all([db.destroy(), pool.end()]);
  await postgres.stop();
}
