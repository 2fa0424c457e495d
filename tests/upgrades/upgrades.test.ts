import { readVersion } from '@livechat/contracts/releases/read-version';
import { type ServiceName, serviceNames } from '@livechat/stack/service-names';
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

const mixOf = (code: (service: ServiceName) => readonly [Code, Code]): Mix => ({
  gateway: code('gateway'),
  chat: code('chat'),
  moderation: code('moderation'),
  realtime: code('realtime'),
});

/** One service runs `code`, both instances of it, and all others the other one. */
const alone = (code: Code, one: ServiceName): Mix => {
  const other = code === 'old' ? 'new' : 'old';
  return mixOf((service) => (service === one ? [code, code] : [other, other]));
};

const slow = 120_000;

/** From all old to all new, one instance after the other, while people write. */
async function upgradeInOrder(order: readonly ServiceName[]): Promise<void> {
  await switchTo(only('old'));
  const talk = await startTalk(2, 1);
  const isNew = new Set<ServiceName>();
  for (const upgraded of order) {
    const half = (service: ServiceName): readonly [Code, Code] => {
      if (service === upgraded) return ['new', 'old'];
      return isNew.has(service) ? ['new', 'new'] : ['old', 'old'];
    };
    await switchTo(mixOf(half));
    await holdsTogether().catch((err: unknown) => {
      const done = [...isNew].join(', ') || 'none';
      throw new Error(`with one of two ${upgraded} upgraded, and before it ${done}: ${err}`, { cause: err });
    });
    isNew.add(upgraded);
    await switchTo(mixOf((service) => (isNew.has(service) ? ['new', 'new'] : ['old', 'old'])));
  }
  await talk.finish();
  expect(talk.refused()).toEqual([]);
}

const inOrder: readonly ServiceName[] = ['moderation', 'chat', 'realtime', 'gateway'];

test('what is kept of the release before is what its code says', () => {
  const { version, commit } = inject('upgrade');
  expect(readVersion(commit)).toEqual({ ...readVersion(version), name: commit });
});

test(
  'all services of the release before, with the permissions and the tables of the working tree',
  holdsTogether,
  slow,
);

test('upgraded in the order of releases: moderation, chat, realtime, gateway', () => upgradeInOrder(inOrder), slow);

test.each(serviceNames)('an old %s amid new services', { timeout: slow }, async (service) => {
  await switchTo(alone('old', service));
  await holdsTogether();
});

test.each(serviceNames)('a new %s amid old services', { timeout: slow }, async (service) => {
  await switchTo(alone('new', service));
  await holdsTogether();
});

test(
  'upgraded from the other end: gateway, realtime, chat, moderation',
  () => upgradeInOrder(inOrder.toReversed()),
  slow,
);
