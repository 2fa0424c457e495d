import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { rateLimits } from '@livechat/contracts/rate-limits';
import { type Stack, startStack } from '@livechat/stack/start-stack';
import type { Job, Sender, Sent, Typed } from './jobs.ts';
import { makePeople } from './people.ts';
import { readShed } from './read-shed.ts';

// Starts a system of its own, finds how many messages a second it stores at best, and gives it three times as many.
// BENCH_REPLICAS: of gateway and chat; BENCH_SECONDS: of overload; BENCH_TIMES: of the best; BENCH_CONCURRENCY: in which
// the best is looked for.
const replicas = Number(process.env.BENCH_REPLICAS ?? 1);
const overloadMs = Number(process.env.BENCH_SECONDS ?? 20) * 1000;
const times = Number(process.env.BENCH_TIMES ?? 3);
const people = 200;
const typingPerSecond = 50;
const closedMs = 4_000;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const load = () => loadavg()[0]?.toFixed(1);

/** Does one job in a process of its own; `onReady` runs when it says that it begins. */
function inProcess<Result extends Sent | Typed>(job: Job, onReady = () => {}): Promise<Result> {
  const child = fork(join(import.meta.dirname, 'load.ts'), { execArgv: ['--conditions=source'] });
  return new Promise((resolve, reject) => {
    child.on('message', (message: 'ready' | Result) => (message === 'ready' ? onReady() : resolve(message)));
    child.once('error', reject);
    child.once('exit', () => reject(new Error('a load process ended without a result')));
    child.send(job);
  });
}

function at(share: number, times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const value = sorted[Math.ceil(share * sorted.length) - 1];
  return value === undefined ? '–' : `${value.toFixed(0)} ms`;
}

const perSecond = ({ doneMs, seconds }: Sent) => doneMs.length / seconds;

async function findBest(senders: Sender[]): Promise<number> {
  let best = 0;
  // The first round warms up.
  for (const concurrency of (process.env.BENCH_CONCURRENCY ?? '16,4,8,16,32,64').split(',').map(Number)) {
    const sent = await inProcess<Sent>({ kind: 'closed', senders, concurrency, durationMs: closedMs });
    const done = perSecond(sent);
    say(
      `closed loop, ${String(concurrency).padStart(2)} at once: ${done.toFixed(0)}/s, p50 ${at(0.5, sent.doneMs)}, p99 ${at(0.99, sent.doneMs)}, ${JSON.stringify(sent.ends)}, load ${load()}`,
    );
    best = Math.max(best, done);
  }
  return best;
}

/** How long until so many in a row are stored as quickly as they should be. */
async function recoveryMs(senders: Sender[]): Promise<number> {
  const began = performance.now();
  let row = 0;
  let firstOfRow = 0;
  while (row < 20 && performance.now() - began < 30_000) {
    const startedMs = performance.now() - began;
    const { doneMs } = await sendClosedOnce(senders);
    if (doneMs === undefined || doneMs > 250) row = 0;
    else if (row++ === 0) firstOfRow = startedMs;
  }
  return row < 20 ? Number.POSITIVE_INFINITY : firstOfRow;
}

async function sendClosedOnce(senders: Sender[]): Promise<{ doneMs: number | undefined }> {
  const sender = senders[Math.floor(Math.random() * senders.length)];
  if (!sender) throw new Error('nobody sends');
  const began = performance.now();
  const response = await fetch(sender.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${sender.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ message: 'Is anybody there?' }),
    signal: AbortSignal.timeout(10_000),
  }).catch(() => undefined);
  await response?.arrayBuffer();
  return { doneMs: response?.status === 201 ? performance.now() - began : undefined };
}

async function measure(stack: Stack, secret: string): Promise<void> {
  const { gateway } = stack.manifest();
  const { senders, staff } = await makePeople(gateway, secret, people);
  const typing = (durationMs: number) => ({
    kind: 'typing' as const,
    gateway,
    writers: senders.slice(0, 20),
    watcher: staff,
    perSecond: typingPerSecond,
    durationMs,
  });
  const best = await findBest(senders);
  const calm = await inProcess<Typed>(typing(4_000));
  say(`best: ${best.toFixed(0)}/s; typing in calm: ${calm.shown} of ${calm.sent} shown`);

  let begin = () => {};
  const ready = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const typed = inProcess<Typed>(typing(overloadMs), begin);
  await ready;
  const open = { kind: 'open' as const, senders, perSecond: times * best, durationMs: overloadMs };
  const sent = await inProcess<Sent>(open);
  const loadDuring = load();
  const recovered = await recoveryMs(senders);
  const { shown, sent: typings } = await typed;
  const { '201': done = 0, '503': refused = 0, ...others } = sent.ends;
  say(`open loop, ${(times * best).toFixed(0)}/s for ${overloadMs / 1000} s, load ${loadDuring}:`);
  say(`  done      ${perSecond(sent).toFixed(0)}/s, ${((100 * perSecond(sent)) / best).toFixed(0)} % of the best`);
  say(`  accepted  ${done}: p50 ${at(0.5, sent.doneMs)}, p99 ${at(0.99, sent.doneMs)}`);
  say(`  refused   ${refused}: p50 ${at(0.5, sent.refusedMs)}, p99 ${at(0.99, sent.refusedMs)}`);
  say(
    `    from the 2nd second on: p50 ${at(0.5, sent.refusedLaterMs)}, p90 ${at(0.9, sent.refusedLaterMs)}, p99 ${at(0.99, sent.refusedLaterMs)}`,
  );
  say(`  without Retry-After ${refused - sent.saidWhen}; ended otherwise ${JSON.stringify(others)}`);
  say(`  the load process itself was late by ${sent.ownDelayMs.toFixed(0)} ms (p99)`);
  say(`  typing    ${shown} of ${typings} shown`);
  for (const line of await readShed(stack.manifest())) say(`  ${line}`);
  say(`  after the load, serving as ever within ${recovered.toFixed(0)} ms`);
}

const dataDir = mkdtempSync(join(tmpdir(), 'livechat-bench-'));
const secret = randomBytes(32).toString('base64url');
const wide = Object.fromEntries(Object.values(rateLimits).map(({ setting }) => [setting, '1000000/60s']));
const stack = await startStack({
  dataDir,
  gatewayPort: 0,
  replicas: { gateway: replicas, chat: replicas, moderation: 1, realtime: 1 },
  settings: { ...process.env, ...wide, AUTH_JWT_SECRET: secret },
  throwAwayDatabase: true,
  notice: (line) => process.stderr.write(`${line}\n`),
});
try {
  await measure(stack, secret);
} finally {
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
