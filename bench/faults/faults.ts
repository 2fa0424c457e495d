import { setTimeout as delay } from 'node:timers/promises';
import { type ServiceName, serviceNames } from '@livechat/stack/service-names';
import type { PartName } from '@livechat/stack/stack-manifest';
import type { Door } from './answers.ts';
import { hangClients } from './hung-clients.ts';
import type { Target, World } from './world.ts';

export interface Fault {
  name: string;
  /** Does its worst and heals it again; everything runs by itself afterwards. */
  run(world: World, random: () => number): Promise<void>;
  /** By these ways an answer can come late, whatever the services do: it waits in a stopped process or in the network. */
  halts?: readonly Door[];
  /** Nothing keeps messages from being shown at once. */
  judgesDelivery?: boolean;
}

const parts: readonly PartName[] = ['postgres', 'nats', 'redis'];
const moments = 3_000;

const oneOf = <Of>(list: readonly Of[], random: () => number): Of => {
  const chosen = list[Math.floor(random() * list.length)];
  if (chosen === undefined) throw new Error('an empty list');
  return chosen;
};

async function endAndWait(world: World, target: Target, signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): Promise<void> {
  const pid = target.pid();
  world.end(target, signal);
  await world.isBack(target, pid);
}

/** One after the other, at a random moment; each time the one before is back. */
export function kills(name: ServiceName | PartName, times: number): Fault {
  return {
    name: `kill -9 of ${name}, ${times} times`,
    async run(world, random) {
      for (let n = 0; n < times; n += 1) {
        await delay(500 * random());
        await endAndWait(world, oneOf(world.targets[name], random), 'SIGKILL');
      }
    },
  };
}

function killsOfAll(name: ServiceName): Fault {
  return {
    name: `kill -9 of both of ${name} at once`,
    run: async (world) => void (await Promise.all(world.targets[name].map((one) => endAndWait(world, one, 'SIGKILL')))),
  };
}

/** It hangs: it neither answers nor ends, and its connections stay open. */
function stops(name: ServiceName | PartName, which: 'one' | 'all', ms: number): Fault {
  const howMany =
    name in { postgres: 1, nats: 1, redis: 1 } ? name : which === 'one' ? `one ${name}` : `both of ${name}`;
  return {
    name: `SIGSTOP of ${howMany} for ${ms / 1_000} s`,
    halts: name === 'gateway' ? ['rest', 'socket'] : name === 'realtime' ? ['socket'] : [],
    async run(world, random) {
      const targets = which === 'one' ? [oneOf(world.targets[name], random)] : world.targets[name];
      const pids = targets.flatMap((target) => target.pids());
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      await delay(ms);
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    },
  };
}

function restarts(name: PartName): Fault {
  return {
    name: `restart of ${name}`,
    run: (world, random) =>
      endAndWait(world, oneOf(world.targets[name], random), name === 'postgres' ? 'SIGINT' : 'SIGTERM'),
  };
}

const rollingRestart: Fault = {
  name: 'rolling restart of every instance',
  async run(world) {
    for (const service of serviceNames) {
      for (const target of world.targets[service]) await endAndWait(world, target, 'SIGTERM');
    }
  },
};

type Link = keyof World['network'];

export function cuts(link: Link, times: number): Fault {
  return {
    name: `connections of ${link} cut, ${times} times`,
    async run(world, random) {
      for (let n = 0; n < times; n += 1) {
        world.network[link].cut();
        await delay(800 * random());
      }
    },
  };
}

function away(link: Link, ms: number): Fault {
  return {
    name: `${link} not to be reached for ${ms / 1_000} s`,
    async run(world) {
      world.network[link].refuse(true);
      world.network[link].cut();
      await delay(ms);
      world.network[link].refuse(false);
    },
  };
}

function stalls(link: Link, ms: number): Fault {
  return {
    name: `network to ${link} stalls for ${ms / 1_000} s`,
    halts: link === 'clients' ? ['rest', 'socket'] : [],
    async run(world) {
      world.network[link].hold(true);
      await delay(ms);
      world.network[link].hold(false);
    },
  };
}

export function swallows(link: Link, ms: number): Fault {
  return {
    name: `bytes to and from ${link} vanish for ${ms / 1_000} s`,
    async run(world) {
      world.network[link].swallow(true);
      await delay(ms);
      world.network[link].swallow(false);
      world.network[link].cut();
    },
  };
}

function delays(link: Link, delayMs: number, ms: number): Fault {
  return {
    name: `${delayMs / 1_000} s added to ${link} for ${ms / 1_000} s`,
    halts: link === 'clients' ? ['rest', 'socket'] : [],
    async run(world) {
      world.network[link].delay(delayMs);
      await delay(ms);
      world.network[link].delay(0);
    },
  };
}

export const droppedEvents: Fault = {
  name: 'every tenth event vanishes',
  async run(world) {
    world.dropEvents(10);
    await delay(4_000);
    world.dropEvents(0);
  },
};

const allEventsDropped: Fault = {
  name: 'every event vanishes for 2 s',
  async run(world) {
    world.dropEvents(1);
    await delay(2_000);
    world.dropEvents(0);
  },
};

export const deletedStream: Fault = {
  name: 'the stream is deleted',
  async run(world) {
    await world.deleteStream();
    await delay(moments);
  },
};

export const flushedRedis: Fault = {
  name: 'Redis is flushed, 5 times',
  async run(world) {
    for (let n = 0; n < 5; n += 1) {
      await world.flushRedis();
      await delay(300);
    }
  },
};

const hungClients: Fault = {
  name: 'clients that hang: 20 that do not read, 100 idle connections',
  async run(world) {
    const hung = await hangClients(world, { sockets: 20, idle: 100 });
    await delay(moments);
    hung.end();
  },
};

export const nothing: Fault = { name: 'no fault', judgesDelivery: true, run: () => delay(moments) };

/** What is gone through in turn; ten minutes of it kill a hundred times and more. */
export const faults: readonly Fault[] = [
  nothing,
  ...serviceNames.map((name) => kills(name, 12)),
  ...parts.map((name) => kills(name, 6)),
  ...serviceNames.map(killsOfAll),
  ...serviceNames.map((name) => stops(name, 'one', 4_000)),
  stops('moderation', 'all', 3_000),
  ...parts.map((name) => stops(name, 'all', 3_000)),
  ...parts.map(restarts),
  rollingRestart,
  ...parts.map((link) => cuts(link, 4)),
  ...parts.map((link) => away(link, 3_000)),
  ...parts.map((link) => stalls(link, 3_000)),
  ...parts.map((link) => swallows(link, 3_000)),
  ...parts.map((link) => delays(link, 2_000, 4_000)),
  delays('postgres', 100, 4_000),
  droppedEvents,
  allEventsDropped,
  deletedStream,
  flushedRedis,
  cuts('clients', 5),
  away('clients', 2_000),
  stalls('clients', 3_000),
  delays('clients', 500, 4_000),
  hungClients,
];
