import { readVersion } from '@livechat/contracts/releases/read-version';
import type { ServiceName } from '@livechat/stack/service-names';
import { expect, inject, test } from 'vitest';
import { packageClient, plainClient, socketClient } from '../../conformance/clients.ts';
import { runSchedules } from '../../conformance/run-schedules.ts';
import { readVectors } from '../../conformance/vectors.ts';
import { logLines } from '../setup/logs.ts';
import { startTalk } from '../setup/talk.ts';
import { type Code, type Mix, only, switchTo } from './setup/mix.ts';
import { useEverything } from './setup/use-everything.ts';

// The promise: services of the release before and of the working tree work together, whichever is upgraded or rolled back
// first, with the permissions and the tables of the newer one. What they say to each other is seen in every combination.

const vectors = readVectors();
const named = (...names: string[]) => vectors.filter(({ name }) => names.includes(name));

/** The conformance kit, by our client and by those that know nothing of us but docs/clients.md. */
async function conformance() {
  const run = (client: typeof packageClient, ...names: string[]) =>
    runSchedules(named(...names), { system: inject('system'), client, atOnce: 1, settleMs: 20_000 });
  const results = await Promise.all([
    run(packageClient, 'quiet', 'cut, and written to', 'events dropped', 'answer lost'),
    run(plainClient, 'answer lost'),
    run(socketClient, 'quiet', 'cut at an event'),
  ]);
  expect(results.flat().map(({ schedule }) => schedule.name)).toHaveLength(7);
  expect(results.flat().flatMap(({ violations }) => violations)).toEqual([]);
}

/** What a service says when another one speaks of something that it cannot read; a retry may hide it from clients. */
function misunderstandings(): string[] {
  const failed = logLines().filter(({ msg }) => /does not fit its contract|a request failed/.test(String(msg)));
  return failed.map(({ service, msg, call, event, request, issues, err }) => {
    const [issue] = Array.isArray(issues) ? issues : [];
    const why = issue ? `${issue.path.join('.')}: ${issue.message}` : Object(err).message;
    return `${service}: ${msg}: ${call ?? event ?? request}: ${why}`;
  });
}

async function holdsTogether(): Promise<void> {
  const before = misunderstandings().length;
  const outcomes = await Promise.allSettled([useEverything(), conformance()]);
  // First, since it explains the rest.
  expect([...new Set(misunderstandings().slice(before))], 'what services could not read of each other').toEqual([]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Both instances of these run one code, and all others the other one. */
const mixOf = (code: Code, names: readonly ServiceName[]): Mix => {
  const mix = only(code === 'old' ? 'new' : 'old');
  for (const name of names) mix[name] = [code, code];
  return mix;
};

/** From all old to all new, one instance after the other, while people write; held together at each step. */
async function upgradeInOrder(order: readonly ServiceName[]): Promise<void> {
  await switchTo(only('old'));
  const talk = await startTalk(1, 1);
  for (const [index, upgraded] of order.entries()) {
    const [before, after] = [mixOf('new', order.slice(0, index)), mixOf('new', order.slice(0, index + 1))];
    const steps: [string, Mix][] = [
      [`one of two ${upgraded}`, { ...before, [upgraded]: ['new', 'old'] }],
      [`all ${upgraded}`, after],
    ];
    for (const [what, mix] of steps) {
      await switchTo(mix);
      await holdsTogether().catch((err: unknown) => {
        const earlier = order.slice(0, index).join(', ') || 'nothing';
        throw new Error(`with ${what} upgraded, and ${earlier} before: ${err}`, { cause: err });
      });
    }
  }
  await talk.finish();
  expect(talk.refused()).toEqual([]);
}

const inOrder: readonly ServiceName[] = ['moderation', 'chat', 'realtime', 'gateway'];
// The first and the last of an order are met on its way alone.
const between = inOrder.slice(1, -1);
const slow = 240_000;

test('what is kept of the release before is what its code says', () => {
  const { version, commit } = inject('upgrade');
  expect(readVersion(commit)).toEqual({ ...readVersion(version), name: commit });
});

test('all services of the release before, with permissions and tables of the working tree', {
  timeout: slow,
}, async () => {
  await switchTo(only('old'));
  await holdsTogether();
});

test(`upgraded in the order of releases: ${inOrder.join(', ')}`, () => upgradeInOrder(inOrder), slow);

test.each(between)('an old %s amid new services', { timeout: slow }, async (service) => {
  await switchTo(mixOf('old', [service]));
  await holdsTogether();
});

test.each(between)('a new %s amid old services', { timeout: slow }, async (service) => {
  await switchTo(mixOf('new', [service]));
  await holdsTogether();
});

const fromItsEnd = inOrder.toReversed();
test(`upgraded from the other end: ${fromItsEnd.join(', ')}`, () => upgradeInOrder(fromItsEnd), slow);
