import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { measurePlan } from '../../tests/setup/measured-plans.ts';
import { statementsOf } from '../../tests/setup/query-plans.ts';
import { seeded } from '../../tests/setup/seeded.ts';
import { type Spread, spread } from '../staff-list/spread.ts';
import { type FilledSize, fillSize } from './fill-size.ts';
import { counts, type Question, questions } from './questions.ts';

// What a page costs in a large database beside a small one: each size in a Postgres of its own, asked in turns, so that what
// else the machine does meets all of them. What counts are the ratios.
const { values } = parseArgs({
  options: {
    /** Messages, in multiples of 2,000. The first is what the others are compared with. */
    sizes: { type: 'string', default: '10000,1000000' },
    rounds: { type: 'string', default: '20' },
    /** How often each question is asked in a round. */
    runs: { type: 'string', default: '20' },
    /** How many ask at once. */
    'at-once': { type: 'string', default: '2' },
    connections: { type: 'string', default: '10' },
    /** Prints what Postgres does for each question. */
    plans: { type: 'boolean', default: false },
    /** A folder for the figures. */
    keep: { type: 'string', default: '' },
  },
});
const sizes = values.sizes.split(',').map(Number);
const goal = 1.2;
const say = (line: string) => void process.stdout.write(`${line}\n`);

interface Figures extends Pick<Spread, 'p50' | 'p99'> {
  /** p50 beside that of the smallest size. */
  ratio: number;
  /** Pages of 8 KB that Postgres touches for one. */
  buffers: number;
}

/** Milliseconds of each. */
async function time(filled: FilledSize, ask: Question, runs: number, atOnce: number, random: () => number) {
  const times: number[] = [];
  let left = runs;
  const askOn = async () => {
    while (left > 0) {
      left -= 1;
      const started = performance.now();
      await ask(filled, random);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, askOn));
  return times;
}

/** By question, then by size. */
async function compare(all: readonly FilledSize[]): Promise<Map<string, number[][]>> {
  const random = seeded(1);
  const taken = new Map([...Object.keys(questions), 'counts'].map((name) => [name, all.map((): number[] => [])]));
  const rounds = Number(values.rounds);
  // The first warms up.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, ask] of [...Object.entries(questions), ['counts', counts] as const]) {
      // One instance of chat reads its counts once at a time.
      const [runs, atOnce] = name === 'counts' ? [1, 1] : [Number(values.runs), Number(values['at-once'])];
      for (const [index, filled] of all.entries()) {
        const times = await time(filled, ask, runs, atOnce, random);
        if (round > 0) taken.get(name)?.[index]?.push(...times);
      }
    }
  }
  return taken;
}

async function buffersOf(filled: FilledSize, name: string, ask: Question): Promise<number> {
  const statements = await statementsOf(filled.db, (db) => ask({ ...filled, db }, seeded(2)));
  let buffers = 0;
  for (const statement of statements) {
    const plan = await measurePlan(filled.db, statement);
    buffers += plan.buffers;
    if (values.plans)
      say(`  ${name}, ${filled.messages}: ${plan.buffers} buffers, ${plan.rows} rows, ${plan.steps.join(' < ')}`);
  }
  return buffers;
}

async function report(all: readonly FilledSize[]): Promise<Record<string, Record<string, Figures>>> {
  const table: Record<string, Record<string, Figures>> = {};
  for (const [name, bySize] of await compare(all)) {
    const first = spread(bySize[0] ?? []).p50;
    const row: Record<string, Figures> = {};
    for (const [index, filled] of all.entries()) {
      const { p50, p99 } = spread(bySize[index] ?? []);
      const buffers = await buffersOf(filled, name, name === 'counts' ? counts : (questions[name] as Question));
      row[filled.messages] = { p50, p99, ratio: p50 / first, buffers };
    }
    table[name] = row;
  }
  return table;
}

function print(table: Awaited<ReturnType<typeof report>>): void {
  const head = `${'p50 / p99 in ms, pages of 8 KB'.padEnd(34)}${sizes.map((size) => size.toLocaleString('en').padStart(28)).join('')}`;
  say(head);
  for (const [name, row] of Object.entries(table)) {
    const cells = sizes.map((size) => {
      const { p50 = 0, p99 = 0, buffers = 0 } = row[size] ?? {};
      return `${p50.toFixed(2)} / ${p99.toFixed(2)} ${String(buffers).padStart(7)}`.padStart(28);
    });
    const ratio = row[sizes.at(-1) ?? 0]?.ratio ?? Number.NaN;
    const missed = name !== 'counts' && ratio > goal ? `  above ${goal}` : '';
    say(`${name.padEnd(34)}${cells.join('')}  × ${ratio.toFixed(2)}${missed}`);
  }
  say(
    'The counts read every conversation, once in 0.8 s at most for all staff of an instance; no goal is set for them.',
  );
}

const all: FilledSize[] = [];
try {
  for (const size of sizes) {
    const started = performance.now();
    const filled = await fillSize(size, Number(values.connections));
    all.push(filled);
    const { rows } = await sql<{ server_version: string }>`show server_version`.execute(filled.db);
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    say(
      `Postgres ${rows[0]?.server_version}: ${size} messages, ${filled.gigabytes.toFixed(2)} GB with indexes, filled in ${seconds} s`,
    );
  }
  const table = await report(all);
  print(table);
  say(`load ${loadavg()[0]?.toFixed(1)}`);
  if (values.keep !== '') {
    mkdirSync(values.keep, { recursive: true });
    const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
    const file = { at: new Date().toISOString(), machine, options: values, pages: table };
    writeFileSync(join(values.keep, 'pages.json'), `${JSON.stringify(file, undefined, 2)}\n`);
  }
} finally {
  for (const { stop } of all) await stop();
}
