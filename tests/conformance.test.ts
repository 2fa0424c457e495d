import { availableParallelism } from 'node:os';
import { expect, inject, test } from 'vitest';
import type { ClientCommand } from '../conformance/client-process.ts';
import { brokenClients, ownClient, packageClient, plainClient, socketClient } from '../conformance/clients.ts';
import { generateSchedule } from '../conformance/generate-schedule.ts';
import type { Rule } from '../conformance/rules.ts';
import type { Result } from '../conformance/run-schedule.ts';
import { runSchedules } from '../conformance/run-schedules.ts';
import { readVectors } from '../conformance/vectors.ts';

// A short run of `npm run conformance`, and the clients that are broken on purpose. A client that is right is not
// waited for; one that is broken stays so for as long as it is given.
const patienceMs = 30_000;
const shortMs = 3_000;
/** These end a schedule as soon as they are seen; the others only when the time is over. */
const seenAtOnce: readonly Rule[] = ['SAME_ID_ON_RETRY', 'RETRY_AFTER', 'NO_DOUBLE_SHOWN', 'ORDER_BY_SEQ'];
const atOnce = 4 * Math.min(2, availableParallelism());

const seeds = Array.from({ length: 25 }, (_, index) => generateSchedule(index + 1));
const vectors = readVectors();
const system = () => inject('system');
const problemsIn = (results: readonly Result[]) =>
  results.flatMap(({ schedule, violations }) => violations.map(({ rule, detail }) => ({ schedule, rule, detail })));

test('our client breaks no rule, whatever the network does to it', async () => {
  const schedules = [...vectors, ...seeds];
  const results = await runSchedules(schedules, {
    system: system(),
    client: packageClient,
    atOnce,
    settleMs: patienceMs,
  });
  expect(problemsIn(results)).toEqual([]);
  expect(results).toHaveLength(schedules.length);
}, 120_000);

const essential = ['request lost', 'refused for a while', 'events backwards', 'half-open', 'killed while away'];

test('nor do clients that are written as docs/clients.md says, and send over REST or over their socket', async () => {
  const schedules = vectors.filter(({ name }) => essential.includes(name) || name.startsWith('token ends'));
  const run = (client: ClientCommand) =>
    runSchedules(schedules, { system: system(), client, atOnce: atOnce / 2, settleMs: patienceMs });
  const results = await Promise.all([run(plainClient), run(socketClient)]);
  expect(problemsIn(results.flat())).toEqual([]);
  expect(results.flat()).toHaveLength(2 * (essential.length + 2));
}, 120_000);

test('a client that is broken on purpose fails, by the name of the rule', async () => {
  const found = await Promise.all(
    brokenClients.map(async ({ name, vector, rule }) => {
      const settleMs = seenAtOnce.includes(rule) ? patienceMs : shortMs;
      const client = ownClient(`broken/${name}.mjs`);
      const schedules = vectors.filter((one) => one.name === vector);
      const results = await runSchedules(schedules, { system: system(), client, atOnce: 1, settleMs });
      return { name, vector, rule: results[0]?.violations[0]?.rule };
    }),
  );
  expect(found).toEqual(brokenClients);
}, 60_000);

test('a program that does not speak the protocol is told so', async () => {
  const client = { program: process.execPath, args: ['--eval', 'console.log("hello")'] };
  const results = await runSchedules(seeds.slice(0, 1), { system: system(), client, atOnce: 1, settleMs: shortMs });
  expect(results[0]?.violations).toMatchObject([{ rule: 'ANSWERS', detail: expect.stringContaining('"hello"') }]);
});
