import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { rateLimits } from '@livechat/contracts/rate-limits';
import { startStack } from '@livechat/stack/start-stack';
import { drawBars } from './chart.ts';
import { type Field, type Figures, figuresOf, line, medianOf } from './figures.ts';
import type { Job, Sent } from './jobs.ts';
import { ours, type System, singleProcess } from './systems.ts';

// Live Chat beside what a team would write instead, on the same Postgres, in turns: absolute figures are the machine's, what
// counts are the ratios. Medians of all rounds; the first round warms up. Fails when something that was acknowledged is not
// stored once, or was not shown; never for a time.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    replicas: { type: 'string', default: '1' },
    people: { type: 'string', default: '200' },
    /** Only loads and systems whose names hold one of these words, with commas between. */
    loads: { type: 'string', default: '' },
    systems: { type: 'string', default: '' },
    /** A folder for the figures and a chart. */
    keep: { type: 'string', default: '' },
  },
});
const people = Number(values.people);
const openPerSecond = 600;
const durationMs = Number(values.seconds) * 1000;
const say = (line: string) => void process.stdout.write(`${line}\n`);

function inProcess(job: Job, onReady: () => void): Promise<Sent> {
  const child = fork(join(import.meta.dirname, 'load.ts'), { execArgv: ['--conditions=source'] });
  return new Promise((resolve, reject) => {
    child.on('message', (message: 'ready' | Sent) => (message === 'ready' ? onReady() : resolve(message)));
    child.once('error', reject);
    child.once('exit', () => reject(new Error('a load process ended without a result')));
    child.send(job);
  });
}

const kinds = {
  idle: { senders: 1, pace: { atOnce: 1 } },
  saturated: { senders: people, pace: { atOnce: people } },
  [`${openPerSecond} a second`]: { senders: people, pace: { perSecond: openPerSecond } },
} as const;
type Kind = keyof typeof kinds;

const holdsOneOf = (words: string) => (name: string) => words.split(',').some((word) => name.includes(word));
const chosenKinds = (Object.keys(kinds) as Kind[]).filter(holdsOneOf(values.loads));

const wrong: string[] = [];

async function measure(system: System, kind: Kind): Promise<Figures> {
  const { gateway, sockets, staff, senders, cpu, name } = system;
  const { senders: count, pace } = kinds[kind] as (typeof kinds)['idle'];
  let before: Record<string, number> = {};
  const rowsBefore = await system.rows();
  const job = { gateway, sockets, staff, senders: senders.slice(0, count), pace, durationMs };
  const sent = await inProcess(job, () => {
    before = cpu();
  });
  const after = cpu();
  const { 'no frame': lost = 0, ...refused } = sent.refused;
  if (lost > 0) wrong.push(`${name}, ${kind}: ${lost} acknowledged and never shown`);
  const rows = (await system.rows()) - rowsBefore;
  if (rows !== sent.ackMs.length) wrong.push(`${name}, ${kind}: ${sent.ackMs.length} acknowledged, ${rows} stored`);
  if (Object.keys(refused).length > 0) say(`  ${name}, ${kind}: refused ${JSON.stringify(refused)}`);
  return figuresOf(sent, before, after);
}

async function compare(systems: System[]): Promise<Record<string, Record<string, Figures>>> {
  const rounds = new Map<string, Figures[]>();
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    for (const kind of chosenKinds) {
      for (const system of systems) {
        const figures = await measure(system, kind);
        if (round === 0) continue;
        say(`${round} ${kind.padEnd(12)} ${system.name.padEnd(9)} ${line(figures)}  load ${loadavg()[0]?.toFixed(1)}`);
        const key = `${kind} ${system.name}`;
        rounds.set(key, [...(rounds.get(key) ?? []), figures]);
      }
    }
  }
  say('\nmedians, and Live Chat beside each');
  const medians: Record<string, Record<string, Figures>> = {};
  for (const kind of chosenKinds) {
    const all = Object.fromEntries(systems.map(({ name }) => [name, medianOf(rounds.get(`${kind} ${name}`) ?? [])]));
    medians[kind] = all;
    for (const [name, figures] of Object.entries(all)) {
      const ratio = (field: Field) => ((all['Live Chat']?.[field] ?? Number.NaN) / figures[field]).toFixed(2);
      const ratios = `× ${ratio('perSecond')} msg/s, ${ratio('p50')} p50, ${ratio('p99')} p99, ${ratio('cpuMs')} CPU`;
      say(`${kind.padEnd(12)} ${name.padEnd(9)} ${line(figures)}  ${ratios}`);
      const parts = Object.entries(figures.partsMs).map(([part, ms]) => `${part} ${ms.toFixed(2)}`);
      say(`${' '.repeat(23)}${parts.join(', ')}`);
    }
  }
  return medians;
}

/** For the documentation: what was measured, on what. */
function keep(medians: Awaited<ReturnType<typeof compare>>): void {
  if (values.keep === '') return;
  mkdirSync(values.keep, { recursive: true });
  const [cpu] = cpus();
  const machine = { cpu: cpu?.model, cores: cpus().length, node: process.version };
  const file = { at: new Date().toISOString(), machine, options: values, medians };
  writeFileSync(join(values.keep, 'speed.json'), `${JSON.stringify(file, undefined, 2)}\n`);
  const saturated = Object.entries(medians.saturated ?? {}).map(([name, { partsMs }]) => [name, partsMs]);
  if (saturated.length > 0) {
    const title = `CPU of a message, ${people} people at once`;
    writeFileSync(join(values.keep, 'speed.svg'), drawBars(title, Object.fromEntries(saturated)));
  }
}

const dataDir = mkdtempSync(join(tmpdir(), 'livechat-bench-'));
const secret = randomBytes(32).toString('base64url');
const wide = Object.fromEntries(Object.values(rateLimits).map(({ setting }) => [setting, '1000000/60s']));
const replicas = Number(values.replicas);
const stack = await startStack({
  dataDir,
  gatewayPort: 0,
  replicas: { gateway: replicas, chat: replicas, moderation: replicas, realtime: replicas },
  settings: { ...process.env, ...wide, AUTH_JWT_SECRET: secret },
  throwAwayDatabase: true,
  notice: (notice) => process.stderr.write(`${notice}\n`),
});
const systems: System[] = [];
try {
  const makers = {
    M: () => singleProcess(stack, secret, people, false),
    T: () => singleProcess(stack, secret, people, true),
    'Live Chat': () => ours(stack, secret, people),
  };
  const isChosen = holdsOneOf(values.systems);
  for (const [name, make] of Object.entries(makers)) if (isChosen(name)) systems.push(await make());
  keep(await compare(systems));
  for (const problem of wrong) say(`WRONG: ${problem}`);
  if (wrong.length > 0) process.exitCode = 1;
} finally {
  for (const { stop } of systems) stop();
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
