import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { messageOf } from '@livechat/stack/stack-error';
import type { ClientCommand } from './client-process.ts';
import { packageClient } from './clients.ts';
import { generateSchedule } from './generate-schedule.ts';
import { failureOf, summaryHead, summaryOf } from './report.ts';
import { rules } from './rules.ts';
import { runSchedules } from './run-schedules.ts';
import type { Schedule } from './schedule.ts';
import { givenSystem, startSystem } from './start-system.ts';
import { readVectors } from './vectors.ts';

// Takes a client through every vector and through the schedules of many seeds, against a real system of its own.
const options = {
  /** The command that starts the client under test; ours without it. */
  client: { type: 'string' },
  seeds: { type: 'string', default: '100' },
  first: { type: 'string', default: '1' },
  /** One seed alone, or the vectors whose names hold a word. */
  seed: { type: 'string' },
  vector: { type: 'string' },
  'at-once': { type: 'string', default: '8' },
  'settle-seconds': { type: 'string', default: '30' },
  /** A system that runs already, as an address; AUTH_JWT_SECRET is its secret. */
  gateway: { type: 'string' },
  /** Prints the schedules, and runs nothing. */
  print: { type: 'boolean', default: false },
  rules: { type: 'boolean', default: false },
} as const;
const values = readArguments();
const say = (line: string) => void process.stdout.write(`${line}\n`);

const command: ClientCommand =
  values.client === undefined ? packageClient : { program: 'sh', args: ['-c', `exec ${values.client}`] };
const given = values.client === undefined ? '' : ` --client '${values.client}'`;

function readArguments() {
  try {
    const { values: read } = parseArgs({ options });
    for (const name of ['seeds', 'first', 'seed', 'at-once', 'settle-seconds'] as const) {
      if (read[name] !== undefined && !/^[1-9]\d{0,8}$/.test(read[name])) throw new Error(`--${name} takes a number`);
    }
    return read;
  } catch (err) {
    console.error(
      `${messageOf(err)}\nWhat there is: --${Object.keys(options).join(', --')}; see conformance/README.md`,
    );
    process.exit(2);
  }
}

function chosen(): Schedule[] {
  const { seed, vector } = values;
  if (seed !== undefined) return [generateSchedule(Number(seed))];
  if (vector !== undefined) return readVectors().filter(({ name }) => name.includes(vector));
  const first = Number(values.first);
  return [
    ...readVectors(),
    ...Array.from({ length: Number(values.seeds) }, (_, index) => generateSchedule(first + index)),
  ];
}

const againWith = ({ name }: Schedule) => {
  const which = name.startsWith('seed ') ? `--seed ${name.slice('seed '.length)}` : `--vector '${name}'`;
  return `npm run conformance -- ${which}${given}`;
};

async function run(schedules: readonly Schedule[]): Promise<void> {
  const system = values.gateway === undefined ? await startSystem() : givenSystem(values.gateway);
  try {
    const beganAt = performance.now();
    let done = 0;
    const results = await runSchedules(schedules, {
      system,
      client: command,
      atOnce: Number(values['at-once']),
      settleMs: Number(values['settle-seconds']) * 1_000,
      onResult(result) {
        done += 1;
        if (result.violations.length > 0) say(failureOf(result, againWith(result.schedule)));
        if (done % 100 === 0) say(`${done} of ${schedules.length}, load ${loadavg()[0]?.toFixed(1)}`);
      },
    });
    const seconds = (performance.now() - beganAt) / 1_000;
    say(`\n${summaryHead}\n${summaryOf(values.client ?? 'packages/client', results, seconds)}`);
    if (results.some(({ violations }) => violations.length > 0)) process.exitCode = 1;
  } finally {
    await system.stop();
  }
}

if (values.rules) for (const [name, sentence] of Object.entries(rules)) say(`${name}: ${sentence}`);
else if (values.print) for (const schedule of chosen()) say(JSON.stringify(schedule, undefined, 2));
else {
  const schedules = chosen();
  if (schedules.length > 0) await run(schedules);
  else {
    console.error('There is no such schedule');
    process.exitCode = 2;
  }
}
