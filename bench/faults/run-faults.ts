import { setTimeout as delay } from 'node:timers/promises';
import { type Actor, enter, type Scene } from './cast.ts';
import { checkScreens } from './check-screens.ts';
import { checkStore } from './check-store.ts';
import { judgeDeliveries, percentile } from './deliveries.ts';
import type { Fault } from './faults.ts';
import { type Column, columns, createLedger } from './ledger.ts';
import type { Person } from './people.ts';
import type { World } from './world.ts';

export interface Outcome {
  fault: string;
  acknowledged: number;
  /** Acknowledged changes of status, priority and assignee. */
  changes: number;
  /** How often each promise was broken. */
  broken: Record<Column, number>;
  problems: readonly string[];
  longestOutageMs: number;
  p99Ms: number;
  /** From the store to the screens of others who were connected. */
  shownMedianMs: number;
  shownP99Ms: number;
  /** From the moment at which nobody wrote any more until everything was as it should be. */
  settledMs: number;
}

const warmUpMs = 700;
const afterwardsMs = 700;
/** After a fault has healed. */
const settleLimitMs = 25_000;
const finishLimitMs = 70_000;

/** People write, the fault comes and goes, people stop; then everything must be as the guarantees say. */
export async function runFault(world: World, fault: Fault, random: () => number): Promise<Outcome> {
  const startedAt = performance.now();
  const ledger = createLedger(startedAt, fault.halts ?? []);
  const conversations = new Map<number, Person>();
  let writes = true;
  const scene: Scene = {
    baseUrl: world.baseUrl,
    ledger,
    random,
    conversations,
    opened: (id, customer) => void conversations.set(id, customer),
    writing: () => writes,
  };
  const actors = enter(scene, world.jwtSecret);
  try {
    await delay(warmUpMs);
    await fault.run(world, random);
    await world.everythingReady();
    await isServed(scene);
    await delay(afterwardsMs);
    const longestOutageMs = ledger.longestOutageMs(performance.now());
    writes = false;
    await finish(actors, ledger);
    const stoppedAt = performance.now();
    await settle(world, scene, actors, stoppedAt);
    const settledMs = performance.now() - stoppedAt;
    await ledger.answers.ended();
    const slow = fault.judgesDelivery && judgeDeliveries(ledger.deliveries());
    if (slow) ledger.blame('late', slow);
    for (const line of world.unplannedEnds()) ledger.blame('exits', line);
    return { fault: fault.name, longestOutageMs, settledMs, ...told(ledger) };
  } finally {
    writes = false;
    for (const actor of actors) actor.close();
  }
}

/** Waits until something is acknowledged that was written after the fault. */
async function isServed({ ledger }: Scene): Promise<void> {
  const since = performance.now();
  const served = () =>
    [...ledger.written.values()].some(({ writtenAt, acknowledged }) => acknowledged && writtenAt > since);
  while (!served() && performance.now() - since < settleLimitMs) await delay(20);
}

/** What was written is to be acknowledged; what never is, the store tells afterwards. */
async function finish(actors: readonly Actor[], ledger: Scene['ledger']): Promise<void> {
  const limit = new AbortController();
  const late = delay(finishLimitMs, 'late', { signal: limit.signal }).catch(() => undefined);
  const first = await Promise.race([Promise.all(actors.map((actor) => actor.finished)), late]);
  limit.abort();
  if (first === 'late') ledger.blame('lost', `not everything was acknowledged within ${finishLimitMs / 1_000} s`);
}

/** Looks again until nothing is wrong; what is still wrong at the limit is blamed. */
async function settle(world: World, scene: Scene, actors: readonly Actor[], since: number): Promise<void> {
  for (;;) {
    const found = [
      ...(await checkStore(scene, world.database).catch((error: unknown) => [
        { column: 'answers' as const, sentence: `the store cannot be read: ${error}` },
      ])),
      ...(await checkScreens(scene, actors)),
    ];
    if (found.length === 0) return;
    if (performance.now() - since > settleLimitMs) {
      for (const { column, sentence } of found) scene.ledger.blame(column, sentence);
      return;
    }
    await delay(100);
  }
}

function told({ written, changes, problems, times, deliveries }: Scene['ledger']) {
  const broken = Object.fromEntries(columns.map((column) => [column, 0])) as Record<Column, number>;
  for (const { column } of problems) broken[column] += 1;
  return {
    acknowledged: [...written.values()].filter(({ acknowledged }) => acknowledged).length,
    changes: changes.length,
    broken,
    problems: problems.map(({ column, sentence }) => `${column}: ${sentence}`),
    p99Ms: percentile(times(), 0.99),
    shownMedianMs: percentile(deliveries(), 0.5),
    shownP99Ms: percentile(deliveries(), 0.99),
  };
}
