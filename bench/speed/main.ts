import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { rateLimits } from '@livechat/contracts/rate-limits';
import { startStack } from '@livechat/stack/start-stack';
import type { Job, Sent } from './jobs.ts';
import { ours, type System, singleProcess } from './systems.ts';

// Live Chat beside what a team would write instead, on the same Postgres, in turns: absolute figures are the machine's, what
// counts are the ratios. Medians of all rounds; the first round warms up.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    replicas: { type: 'string', default: '1' },
    people: { type: 'string', default: '200' },
    /** Only loads and systems whose names hold one of these words, with commas between. */
    loads: { type: 'string', default: '' },
    systems: { type: 'string', default: '' },
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

const at = (share: number, sorted: number[]) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
const median = (all: number[]) =>
  at(
    0.5,
    all.toSorted((a, b) => a - b),
  );

interface Figures {
  perSecond: number;
  p50: number;
  p99: number;
  /** Milliseconds of CPU for each message, Postgres and all parts with it. */
  cpuMs: number;
  /** The same by part. */
  partsMs: Record<string, number>;
}

const kinds = {
  idle: { senders: 1, pace: { atOnce: 1 } },
  saturated: { senders: people, pace: { atOnce: people } },
  [`${openPerSecond} a second`]: { senders: people, pace: { perSecond: openPerSecond } },
} as const;
type Kind = keyof typeof kinds;

const holdsOneOf = (words: string) => (name: string) => words.split(',').some((word) => name.includes(word));
const chosenKinds = (Object.keys(kinds) as Kind[]).filter(holdsOneOf(values.loads));

async function measure({ gateway, sockets, staff, senders, cpu, name }: System, kind: Kind): Promise<Figures> {
  const { senders: count, pace } = kinds[kind] as (typeof kinds)['idle'];
  let before: Record<string, number> = {};
  const job = { gateway, sockets, staff, senders: senders.slice(0, count), pace, durationMs };
  const sent = await inProcess(job, () => {
    before = cpu();
  });
  const sorted = sent.tookMs.toSorted((a, b) => a - b);
  const perMessage = ([part, seconds]: [string, number]) => [
    part,
    ((seconds - (before[part] ?? 0)) * 1000) / sorted.length,
  ];
  const partsMs: Record<string, number> = Object.fromEntries(Object.entries(cpu()).map(perMessage));
  if (Object.keys(sent.refused).length > 0) say(`  ${name}, ${kind}: ${JSON.stringify(sent.refused)}`);
  return {
    perSecond: sorted.length / sent.seconds,
    p50: at(0.5, sorted),
    p99: at(0.99, sorted),
    cpuMs: Object.values(partsMs).reduce((sum, one) => sum + one, 0),
    partsMs,
  };
}

const line = ({ perSecond, p50, p99, cpuMs }: Figures) =>
  `${perSecond.toFixed(0).padStart(6)}/s  p50 ${p50.toFixed(1).padStart(7)} ms  p99 ${p99.toFixed(1).padStart(7)} ms  CPU ${cpuMs.toFixed(2)} ms`;

type Field = Exclude<keyof Figures, 'partsMs'>;

function summed(rounds: Figures[]): Figures {
  const of = (field: Field) => median(rounds.map((figures) => figures[field]));
  const parts = Object.keys(rounds[0]?.partsMs ?? {});
  const partsMs = parts.map((part) => [part, median(rounds.map((figures) => figures.partsMs[part] ?? 0))]);
  return {
    perSecond: of('perSecond'),
    p50: of('p50'),
    p99: of('p99'),
    cpuMs: of('cpuMs'),
    partsMs: Object.fromEntries(partsMs),
  };
}

async function compare(systems: System[]): Promise<void> {
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
  for (const kind of chosenKinds) {
    const own = summed(rounds.get(`${kind} Live Chat`) ?? []);
    for (const { name } of systems) {
      const all = summed(rounds.get(`${kind} ${name}`) ?? []);
      const ratio = (field: Field) => (own[field] / all[field]).toFixed(2);
      say(
        `${kind.padEnd(12)} ${name.padEnd(9)} ${line(all)}  × ${ratio('perSecond')} msg/s, ${ratio('p50')} p50, ${ratio('p99')} p99, ${ratio('cpuMs')} CPU`,
      );
      const parts = Object.entries(all.partsMs).map(([part, ms]) => `${part} ${ms.toFixed(2)}`);
      say(`${' '.repeat(23)}${parts.join(', ')}`);
    }
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
  await compare(systems);
} finally {
  for (const { stop } of systems) stop();
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
