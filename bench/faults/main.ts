import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { seeded } from '../../tests/setup/seeded.ts';
import { faults, nothing } from './faults.ts';
import { growthLimitMegabytes, isTooMuch, worthSeconds } from './memory-growth.ts';
import { type Outcome, runFault } from './run-faults.ts';
import { row, summed, tableHead } from './table.ts';
import { startWorld } from './world.ts';

// Goes through every fault in turn, again and again, until the time is over, and prints what was promised and broken.
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** Only faults whose names hold one of these words, with commas between. */
    only: { type: 'string', default: '' },
  },
});
const say = (line: string) => void process.stdout.write(`${line}\n`);
const wanted = faults.filter(({ name }) => values.only.split(',').some((word) => name.includes(word)));
// What is judged without a fault is judged in every run.
const chosen = [...new Set([nothing, ...wanted])];
if (wanted.length === 0) throw new Error(`no fault is named ${values.only}`);

const random = seeded(Number(values.seed));
const world = await startWorld();
const outcomes: Outcome[] = [];

let startedAt = performance.now();
const elapsed = () => (performance.now() - startedAt) / 1_000;
try {
  const { rows } = await world.database.query('show server_version');
  say(`seed ${values.seed}, Postgres ${rows[0].server_version}, load ${loadavg()[0]?.toFixed(1)}`);
  // Processes that have just started are slow: not a fault of theirs.
  await runFault(world, nothing, random);
  startedAt = performance.now();
  // Every fault once at least, however long that takes.
  for (let turn = 0; turn < chosen.length || elapsed() < Number(values.seconds); turn += 1) {
    const fault = chosen[turn % chosen.length] ?? nothing;
    const outcome = await runFault(world, fault, random);
    outcomes.push(outcome);
    say(`${elapsed().toFixed(0).padStart(4)} s ${row(outcome)}`);
    for (const problem of outcome.problems.slice(0, 10)) say(`       ${problem}`);
  }

  say(`\n${tableHead}`);
  for (const outcome of summed(outcomes)) say(row(outcome));
  const all = summed(outcomes.map((outcome) => ({ ...outcome, fault: 'all' })));
  for (const outcome of all) say(row(outcome));
  say(`\n${world.kills()} kills in ${elapsed().toFixed(0)} s, load ${loadavg()[0]?.toFixed(1)}`);
  const growths = world.memory.growths();
  for (const growth of growths) {
    const { name, megabytes, seconds } = growth;
    const verdict = isTooMuch(growth) ? `, which is too much (${growthLimitMegabytes} MB)` : '';
    say(`memory of ${name}: ${megabytes.toFixed(0)} MB more after ${seconds.toFixed(0)} s${verdict}`);
  }
  if (growths.length === 0) say(`memory: not judged, no process lived for ${worthSeconds} s`);
  if (outcomes.some(({ problems }) => problems.length > 0) || growths.some(isTooMuch)) process.exitCode = 1;
} finally {
  await world.close();
}
