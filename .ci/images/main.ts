// Builds the images and runs the system of compose.yaml from them: one sign-in after another, the conformance kit, kills of every
// part, and the replacement of every service by a newer image while people write. It needs root on Debian with npm and Go;
// Docker's engine it installs itself. Registries are reached, but none that has images: what the images begin with is made here.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Fault, kills } from '../../bench/faults/faults.ts';
import { runFault } from '../../bench/faults/run-faults.ts';
import { row, tableHead } from '../../bench/faults/table.ts';
import type { World } from '../../bench/faults/world.ts';
import { seeded } from '../../tests/setup/seeded.ts';
import * as images from './build-images.ts';
import { openWorld } from './container-world.ts';
import { type Engine, startEngine } from './engine.ts';
import { expectOrderlyEnds, replaceEverything, twoOfEach } from './replace.ts';
import { run } from './run.ts';
import * as standIns from './stand-ins.ts';
import { startSenders } from './steady-senders.ts';
import { checkConfinement, checkRole, prepareSystem, type System } from './system.ts';
import { buildTool, type Tool } from './tools.ts';

const repository = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'livechat-images-'));
const [version, newer] = ['0.1.0-old', '0.1.0-new'];
const beganAt = performance.now();
/** The last to be undone comes first. */
const undo: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
let isEnding = false;
let hasFailed = false;

const killsOfAll: Fault = {
  name: 'kill -9 of one of each',
  // The door waits for a moment whether another gateway comes, before it says that there is none.
  halts: ['rest', 'socket'],
  async run(world, random) {
    for (const name of ['moderation', 'chat', 'realtime', 'gateway', 'redis', 'nats', 'postgres'] as const) {
      await kills(name, 1).run(world, random);
    }
  },
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void finish(1));
// Of what nobody waited for.
process.on('unhandledRejection', (error) => {
  console.error(error);
  void finish(1);
});
try {
  await everything();
  await finish(0);
} catch (error) {
  console.error(error);
  hasFailed = true;
  await finish(1);
}

async function everything(): Promise<void> {
  const engine = await step("Docker's engine", () => startEngine(folder));
  undo.push(() => engine.stop());
  const programs = buildTools();
  await step('images of the services', () => buildServices(engine));
  await step('programs in Go', () => Promise.all([programs('caddy'), programs('nats-server')]));
  await step('images of web, the door and NATS', () => buildOthers(engine, programs));
  const builds = [...images.serviceBuilds, images.webBuild, images.natsBuild, images.doorBuild];
  await images.checkImages(engine, builds, version);
  const compose = await step('Compose', () => programs('docker-compose'));

  const system = await prepareSystem(engine, compose, folder, version);
  undo.push(() => system.compose(['down', '--volumes', '--remove-orphans', '--timeout', '5']));
  // Of a run that failed the containers' words are all that is left.
  undo.push(
    async () => void (hasFailed && console.error(await system.compose(['logs', '--no-color', '--tail', '12']))),
  );
  await step('start with one of each', () => system.compose(['up', '--detach', '--wait', '--no-build']));
  console.log(`${await checkConfinement(system)} containers without any right, on file systems that are read only`);
  await checkRole(system);
  await step('a customer signs in, writes, and hears it on a socket', () => talk(system));
  await step('conformance', () => conformance(system));

  const world = await openWorld(engine, system);
  undo.push(() => world.close());
  await step('faults', () => judged(world, killsOfAll));
  const started = ['up', '--detach', '--wait', '--no-build', '--no-recreate', ...twoOfEach];
  await step('two of each', () => system.compose(started));
  await step('replacement by newer images', () => replacement(engine, system, world));
  await step('the end', async () => {
    await system.compose(['stop']);
    await expectOrderlyEnds(system);
  });
}

function buildTools(): (name: Tool) => Promise<string> {
  const names: Tool[] = ['nats-server', 'caddy', 'docker-compose'];
  const built = new Map<Tool, Promise<string>>();
  let before: Promise<unknown> = Promise.resolve();
  for (const name of names) {
    const program = before.then(() => buildTool(name));
    // Whoever waits for it hears of it.
    program.catch(() => {});
    built.set(name, program);
    before = program;
  }
  return async (name) => (await built.get(name)) ?? '';
}

async function buildServices(engine: Engine): Promise<void> {
  const parts = [standIns.postgresStandIn, standIns.redisStandIn];
  await Promise.all([standIns.nodeStandIn, ...parts].map((one) => standIns.makeStandIn(engine, folder, one)));
  // At once: what they have in common is built for all of them together.
  await Promise.all(images.serviceBuilds.map((build) => images.buildImage(engine, build, version)));
}

async function buildOthers(engine: Engine, programs: (name: Tool) => Promise<string>): Promise<void> {
  const bases = [standIns.natsStandIn(programs), standIns.caddyStandIn(programs)];
  await Promise.all(bases.map((one) => standIns.makeStandIn(engine, folder, one)));
  const builds = [images.webBuild, images.natsBuild, images.doorBuild];
  await Promise.all(builds.map((build) => images.buildImage(engine, build, version)));
  await Promise.all([...images.serviceBuilds, images.webBuild].map((build) => images.buildImage(engine, build, newer)));
}

async function talk(system: System): Promise<void> {
  const password = randomBytes(16).toString('hex');
  const account = ['node', 'services/chat/dist/create-account.js', '--role', 'user', '--username', 'ada'];
  await system.compose(['exec', '-T', '--env', `ACCOUNT_PASSWORD=${password}`, 'chat', ...account]);
  const script = join(repository, 'deploy/helm/livechat/files/send-a-message.mjs');
  const environment = {
    GATEWAY_URL: system.url,
    REALTIME_URL: system.url,
    CUSTOMER_USERNAME: 'ada',
    CUSTOMER_PASSWORD: password,
  };
  console.log((await run(process.execPath, [script], { environment, limitSeconds: 60 })).trim());
  for (const path of ['/console/', '/app/', '/docs']) await expectStatus(system, path, 200);
  for (const path of ['/metrics', '/readyz', '/livez', '/']) await expectStatus(system, path, 404);
}

async function expectStatus({ url, tlsPort }: System, path: string, status: number): Promise<void> {
  const plain = (await fetch(url + path)).status;
  const options = { host: 'localhost', port: tlsPort, path, rejectUnauthorized: false };
  const encrypted = await new Promise<number | undefined>((resolve, reject) => {
    const asked = request(options, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on('error', reject).end();
  });
  if (plain !== status || encrypted !== status) throw new Error(`${path}: ${plain}, and ${encrypted} by TLS`);
}

async function conformance({ url, jwtSecret }: System): Promise<void> {
  const kit = join(repository, 'conformance/main.ts');
  const args = ['--conditions=source', kit, '--gateway', url, '--vector', '', '--at-once', '6'];
  await run(process.execPath, args, { environment: { AUTH_JWT_SECRET: jwtSecret }, isShown: true });
}

async function judged(world: World, fault: Fault): Promise<void> {
  const outcome = await runFault(world, fault, seeded(20_261_201));
  console.log(`${tableHead}\n${row(outcome)}`);
  if (outcome.problems.length > 0) throw new Error(outcome.problems.join('\n'));
}

async function replacement(engine: Engine, system: System, world: World): Promise<void> {
  const stopSenders = await startSenders(system.url, system.jwtSecret, 8);
  await judged(world, {
    name: 'every instance replaced',
    async run() {
      await replaceEverything(engine, system, newer);
      const { sends, failures, repeats, p99Ms } = await stopSenders();
      const often = `${repeats.length} had to be repeated`;
      console.log(`${sends} sends, ${failures.length} failed, ${often}, 99 % within ${p99Ms.toFixed(0)} ms`);
      for (const words of repeats.slice(0, 5)) console.log(`  repeated: ${words.slice(0, 160)}`);
      if (failures.length > 0) throw new Error(failures.slice(0, 10).join('\n'));
    },
  });
}

async function step<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  const startedAt = performance.now();
  const value = await work();
  console.log(`${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s  ${name}`);
  return value;
}

async function finish(code: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  for (const one of undo.reverse()) await one().catch((error) => console.error(error));
  console.log(`${((performance.now() - beganAt) / 1_000).toFixed(0).padStart(4)} s  in all`);
  process.exit(code);
}
