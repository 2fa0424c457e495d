import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { rateLimits } from '@livechat/contracts/rate-limits';
import { type ServiceName, serviceNames } from '@livechat/stack/service-names';
import type { PartName } from '@livechat/stack/stack-manifest';
import { startStack } from '@livechat/stack/start-stack';
import pg from 'pg';
import { answersReady, startBalancer } from './balancer.ts';
import { createEventFilter } from './event-filter.ts';
import { type MemoryWatch, watchMemory } from './memory.ts';
import { allowDeletingStreams, flushRedis, withChildren } from './sabotage.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';
import { watchUncaughtErrors } from './uncaught-errors.ts';

/** One process of the system, however often it is started again. */
export interface Target {
  name: string;
  pid(): number | undefined;
  /** Itself, and what it started. */
  pids(): number[];
  isReady(): Promise<boolean>;
}

export interface World {
  /** Where clients reach the gateways that are ready. */
  baseUrl: string;
  jwtSecret: string;
  database: pg.Pool;
  network: Record<PartName | 'clients', TcpProxy>;
  /** Every so many-th event is left out on its way to each service; 0 for none. */
  dropEvents(everyNth: number): void;
  targets: Record<ServiceName | PartName, Target[]>;
  /** Sends a signal, and knows of the end that follows. */
  end(target: Target, signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): void;
  /** Resolves when the target runs under another pid and is ready. */
  isBack(target: Target, formerPid: number | undefined): Promise<void>;
  everythingReady(): Promise<void>;
  /** Deletes the stream, as an operator who errs. */
  deleteStream(): Promise<void>;
  flushRedis(): Promise<void>;
  /** Ends that nobody brought about, and what the logs say of uncaught errors; each is told once. */
  unplannedEnds(): string[];
  kills(): number;
  memory: MemoryWatch;
  close(): Promise<void>;
}

const backLimitMs = 40_000;
const wideLimits = Object.fromEntries(Object.values(rateLimits).map(({ setting }) => [setting, '100000/60s']));
/** What is given from outside cannot be killed. */
const ownParts = { DATABASE_URL: undefined, NATS_URL: undefined, REDIS_URL: undefined };
const repositoryRoot = resolve(import.meta.dirname, '../..');

/** Two of each service, with a network of ours in front of Postgres, NATS, Redis and the gateways. */
export async function startWorld(): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'livechat-faults-'));
  const jwtSecret = randomBytes(32).toString('base64url');
  const natsFolder = join(dataDir, 'nats-configuration');
  const deleteStream = allowDeletingStreams(join(repositoryRoot, 'deploy/nats'), natsFolder);
  const proxies: Partial<World['network']> = {};
  const planned = new Map<string, number>();
  const unplanned: string[] = [];
  let kills = 0;
  let dropEveryNth = 0;
  let events = 0;

  const dropsEvent = (subject: string) => {
    if (dropEveryNth === 0 || !subject.startsWith('livechat.v1.event.')) return false;
    events += 1;
    return events % dropEveryNth === 0;
  };

  const stack = await startStack({
    dataDir,
    gatewayPort: 0,
    ownGatewayPorts: true,
    replicas: { gateway: 2, chat: 2, moderation: 2, realtime: 2 },
    settings: { ...process.env, ...wideLimits, ...ownParts, AUTH_JWT_SECRET: jwtSecret },
    natsFolder,
    async between(part, url) {
      const address = new URL(url);
      const port = Number(address.port);
      const filter = part === 'nats' ? { filter: () => createEventFilter(dropsEvent) } : {};
      const proxy = await startTcpProxy({ target: () => port, ...filter });
      proxies[part] = proxy;
      address.port = String(proxy.port);
      return address.href;
    },
    notice(line) {
      const [, name] = /^(\S+) ended /.exec(line) ?? [];
      if (name === undefined) return;
      const left = planned.get(name) ?? 0;
      if (left > 0) planned.set(name, left - 1);
      else unplanned.push(line);
    },
  });

  const { manifest } = stack;
  const uncaughtErrors = watchUncaughtErrors(join(dataDir, 'logs'));
  const places = serviceNames.flatMap((service) =>
    manifest().services[service].map(({ url, publicUrl }, index) => ({
      service,
      url,
      publicUrl,
      name: `${service}-${index + 1}`,
    })),
  );
  const serviceTarget = ({ service, url, name }: (typeof places)[number]): Target => {
    const pid = () => manifest().services[service].find((running) => running.url === url)?.pid;
    return { name, pid, pids: () => [pid()].filter((one) => one !== undefined), isReady: () => answersReady(url) };
  };
  const partTarget = (name: PartName): Target => {
    const pid = () => manifest().infrastructure[name].pid;
    const port = Number(new URL(partUrl(name)).port);
    return { name, pid, pids: () => withChildren(pid()), isReady: () => accepts(port) };
  };
  const partUrl = (name: PartName) =>
    ({ postgres: manifest().databaseUrl, nats: manifest().natsUrl, redis: manifest().redisUrl })[name];
  const ofService = (service: ServiceName) => places.filter((place) => place.service === service).map(serviceTarget);
  const targets = {
    gateway: ofService('gateway'),
    chat: ofService('chat'),
    moderation: ofService('moderation'),
    realtime: ofService('realtime'),
    postgres: [partTarget('postgres')],
    nats: [partTarget('nats')],
    redis: [partTarget('redis')],
  };
  const all = Object.values(targets).flat();
  const memory = watchMemory(serviceNames.flatMap((service) => targets[service]));
  const balancer = await startBalancer(places.filter(({ service }) => service === 'gateway'));
  const database = new pg.Pool({ connectionString: manifest().databaseUrl, max: 2 });
  // The faults end its connections too; the next query makes others.
  database.on('error', () => {});
  database.on('connect', (client) => client.on('error', () => {}));

  return {
    baseUrl: `http://127.0.0.1:${balancer.proxy.port}`,
    jwtSecret,
    database,
    network: { ...(proxies as Record<PartName, TcpProxy>), clients: balancer.proxy },
    dropEvents(everyNth) {
      dropEveryNth = everyNth;
    },
    targets,
    end(target, signal) {
      const pid = target.pid();
      if (pid === undefined) throw new Error(`${target.name} does not run`);
      planned.set(target.name, (planned.get(target.name) ?? 0) + 1);
      if (signal === 'SIGKILL') kills += 1;
      process.kill(pid, signal);
    },
    isBack: (target, formerPid) =>
      within(
        () => `${target.name} back`,
        async () => target.pid() !== formerPid && (await target.isReady()),
      ),
    async everythingReady() {
      let missing: string[] = [];
      await within(
        () => `${missing.join(', ')} ready`,
        async () => {
          const ready = await Promise.all(all.map((target) => target.isReady()));
          missing = all.filter((_, index) => !ready[index]).map(({ name }) => name);
          return missing.length === 0;
        },
      );
    },
    deleteStream: () => deleteStream(manifest().natsUrl),
    flushRedis: () => flushRedis(manifest().redisUrl),
    unplannedEnds() {
      const found = [...unplanned, ...uncaughtErrors()];
      unplanned.length = 0;
      return found;
    },
    kills: () => kills,
    memory,
    async close() {
      memory.stop();
      balancer.close();
      await database.end();
      await stack.stop();
      for (const proxy of Object.values(proxies)) proxy.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function within(what: () => string, holds: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + backLimitMs;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) throw new Error(`${what()}: not within ${backLimitMs / 1_000} s`);
    await delay(50);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const finish = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(1_000, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}
