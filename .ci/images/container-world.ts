import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Target, World } from '../../bench/faults/world.ts';
import type { Engine } from './engine.ts';
import { type Container, type System, serviceOf } from './system.ts';

const backLimitMs = 60_000;
const names = ['gateway', 'chat', 'moderation', 'realtime', 'postgres', 'nats', 'redis'] as const;

/** The containers of a system as the bench of faults knows a system. Between them there is no network of ours. */
export async function openWorld(engine: Engine, system: System): Promise<World> {
  const planned = new Map<string, number>();
  let kills = 0;
  const database = new pg.Pool({ connectionString: system.databaseUrl, max: 2 });
  database.on('error', () => {});
  database.on('connect', (client) => client.on('error', () => {}));

  const target = (name: string): Target => {
    const pid = () => Number(ask(engine, name, '{{.State.Pid}}')) || undefined;
    return {
      name,
      pid,
      pids: () => [pid()].filter((one) => one !== undefined),
      isReady: async () => ask(engine, name, '{{.State.Health.Status}}') === 'healthy',
    };
  };
  const containers = await system.containers();
  const targets = Object.fromEntries(
    names.map((name) => [name, containers.filter((one) => serviceOf(one) === name).map(({ Name }) => target(Name))]),
  ) as World['targets'];
  const absent = (): never => {
    throw new Error('there is no such thing between containers');
  };

  return {
    baseUrl: system.url,
    jwtSecret: system.jwtSecret,
    database,
    targets,
    end(one, signal) {
      const pid = one.pid();
      if (pid === undefined) throw new Error(`${one.name} does not run`);
      planned.set(one.name, (planned.get(one.name) ?? 0) + 1);
      kills += 1;
      process.kill(pid, signal);
    },
    isBack: (one, formerPid) =>
      within(`${one.name} back`, async () => {
        const pid = one.pid();
        return pid !== undefined && pid !== formerPid && (await one.isReady());
      }),
    everythingReady: () => within('everything ready', async () => (await system.containers()).every(isWell)),
    unplannedEnds() {
      const ends = Object.values(targets)
        .flat()
        .flatMap(({ name }) => {
          const more = Number(ask(engine, name, '{{.RestartCount}}')) - (planned.get(name) ?? 0);
          return more > 0 ? [`${name} ended ${more} times by itself`] : [];
        });
      return ends;
    },
    kills: () => kills,
    get network() {
      return absent();
    },
    get memory() {
      return absent();
    },
    dropEvents: absent,
    deleteStream: absent,
    flushRedis: absent,
    close: () => database.end(),
  };
}

const isWell = ({ State }: Container) => State.Running && (State.Health?.Status ?? 'healthy') === 'healthy';

function ask({ address }: Engine, name: string, what: string): string {
  const environment = { ...process.env, DOCKER_HOST: address };
  try {
    return execFileSync('/usr/bin/docker', ['inspect', '--format', what, name], {
      encoding: 'utf8',
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    // It was replaced by another one.
    return '';
  }
}

async function within(what: string, holds: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + backLimitMs;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) throw new Error(`${what}: not within ${backLimitMs / 1_000} s`);
    await delay(200);
  }
}
