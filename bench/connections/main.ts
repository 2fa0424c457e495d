import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startStack } from '@livechat/stack/start-stack';
import jwt from 'jsonwebtoken';
import pg from 'pg';
import type { Holding, Kind, Said } from './jobs.ts';
import { type Memory, memoryOf } from './memory.ts';

// What an open connection keeps of a server's memory: authenticated, joined to a conversation of its own, and silent. Beside
// bare ws and Socket.IO as it comes, each with a look at the token. Resident memory, before and after collections: what a
// burst of connecting leaves behind stays with a process that is idle and has room.
const { values } = parseArgs({
  options: { counts: { type: 'string', default: '2000,10000' }, keep: { type: 'string', default: '' } },
});
const counts = values.counts.split(',').map(Number);
const most = Math.max(...counts);
/** In one process: each may open 20,000 files or fewer. */
const heldByOne = 5_000;
const warmUp = 200;
const say = (line: string) => void process.stdout.write(`${line}\n`);
const secret = randomBytes(32).toString('base64url');

interface Target {
  kind: Kind;
  url: string;
  pid: number;
  stop(): void;
}

const script = (name: string, args: string[] = []): ChildProcess =>
  fork(join(import.meta.dirname, name), args, {
    execArgv: ['--conditions=source'],
    env: { PATH: process.env.PATH, AUTH_JWT_SECRET: secret },
  });

const children: ChildProcess[] = [];
async function plainServer(kind: Kind): Promise<Target> {
  const child = script('plain-servers.ts', [kind]);
  children.push(child);
  const [{ port }] = await once(child, 'message');
  return { kind, url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => void child.kill() };
}

/** Customers with a conversation each, straight into the database. */
async function fill(databaseUrl: string): Promise<Holding['followers']> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query(
    `insert into users (subject, username, display_name)
     select 'customer-' || n, 'customer-' || n, 'Customer ' || n from generate_series(1, $1::int) n`,
    [most],
  );
  const { rows } = await client.query(
    `insert into chat_conversations (user_id, subject, last_message_at, last_message_by)
     select id, 'My order', now(), 'user' from users where subject like 'customer-%'
     returning id::int as conversation_id, (select subject from users u where u.id = user_id) as sub`,
  );
  await client.end();
  return rows.map(({ conversation_id: conversationId, sub }) => ({
    conversationId,
    token: jwt.sign({ sub, role: 'user', username: sub, name: sub }, secret, { expiresIn: '2 hours' }),
  }));
}

interface Held {
  /** How many connections were closed and opened again so far. */
  openedAgain(): number;
  release(): Promise<void>;
}

async function hold({ url, kind }: Target, followers: Holding['followers']): Promise<Held> {
  const holders: ChildProcess[] = [];
  let openedAgain = 0;
  for (let start = 0; start < followers.length; start += heldByOne) {
    const child = script('hold.ts');
    holders.push(child);
    const joined = new Promise<boolean>((resolve) => {
      child.on('message', (said: Said) => {
        if (said === 'joined') resolve(true);
        else openedAgain += 1;
      });
      child.once('exit', () => resolve(false));
    });
    child.send({ url, kind, followers: followers.slice(start, start + heldByOne) } satisfies Holding);
    if (!(await joined)) throw new Error(`${kind}: connections were not taken`);
  }
  return {
    openedAgain: () => openedAgain,
    async release() {
      if (holders.some(({ exitCode }) => exitCode !== null)) throw new Error(`${kind}: connections were not kept`);
      const ended = holders.map((child) => once(child, 'exit'));
      for (const child of holders) child.kill();
      await Promise.all(ended);
    },
  };
}

interface Figures extends Memory {
  /** Of all these connections, before the memory was read. */
  openedAgain: number;
}

const dataDir = mkdtempSync(join(tmpdir(), 'livechat-bench-'));
const stack = await startStack({
  dataDir,
  gatewayPort: 0,
  replicas: { gateway: 1, chat: 1, moderation: 1, realtime: 1 },
  settings: { ...process.env, AUTH_JWT_SECRET: secret },
  throwAwayDatabase: true,
  notice: (notice) => process.stderr.write(`${notice}\n`),
});
try {
  const { gateway, services, databaseUrl } = stack.manifest();
  const [realtime] = services.realtime;
  const followers = await fill(databaseUrl);
  const ownServer = (kind: Kind) => () => plainServer(kind);
  const targets = [
    ownServer('ws'),
    ownServer('socket.io'),
    async (): Promise<Target> => ({
      kind: 'live chat',
      url: realtime?.publicUrl ?? gateway,
      pid: realtime?.pid ?? 0,
      stop() {},
    }),
  ];
  const found: Record<string, Record<string, Figures>> = {};
  for (const start of targets) {
    const target = await start();
    const ofKind: Record<string, Figures> = {};
    found[target.kind] = ofKind;
    await (await hold(target, followers.slice(0, warmUp))).release();
    const before = await memoryOf(target.pid);
    for (const count of counts) {
      const held = await hold(target, followers.slice(0, count));
      const { asIsKiB, neededKiB } = await memoryOf(target.pid);
      const openedAgain = held.openedAgain();
      await held.release();
      const each = (kib: number) => (kib - before.neededKiB) / count;
      const memory = { asIsKiB: each(asIsKiB), neededKiB: each(neededKiB), openedAgain };
      ofKind[count] = memory;
      const beside = (field: keyof Memory) => (memory[field] / (found.ws?.[count]?.[field] ?? Number.NaN)).toFixed(2);
      say(
        `${target.kind.padEnd(9)} ${String(count).padStart(6)} connections: ${memory.neededKiB.toFixed(1)} KiB each, ${beside('neededKiB')} times bare ws; before a collection ${memory.asIsKiB.toFixed(1)}, ${beside('asIsKiB')} times; ${openedAgain} opened again  load ${loadavg()[0]?.toFixed(1)}`,
      );
    }
    target.stop();
  }
  if (values.keep !== '') {
    mkdirSync(values.keep, { recursive: true });
    const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
    const file = { at: new Date().toISOString(), machine, each: found };
    writeFileSync(join(values.keep, 'connections.json'), `${JSON.stringify(file, undefined, 2)}\n`);
  }
} finally {
  for (const child of children) child.kill();
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
