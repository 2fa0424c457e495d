import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { rateLimits } from '@livechat/contracts/rate-limits';
import { startStack } from '@livechat/stack/start-stack';
import jwt from 'jsonwebtoken';
import { cpuSeconds } from '../speed/cpu.ts';
import {
  type EventName,
  eventsFor,
  type Follower,
  type Received,
  type Receivers,
  type Shape,
  type Telling,
} from './jobs.ts';
import { createWriters, type Opened, type Send } from './live-chat.ts';

// Bursts of messages to conversations that many sockets follow: what handing on costs, beside Socket.IO as it comes and bare
// ws. Live Chat is written to twice: by REST, where the gateway and chat share the machine, and on the bus, as fast as the
// others are told. Fails when a frame is missing, never for a time.
const shapes: Record<string, Shape> = {
  '100': { name: 'room of 100', rooms: 1, followersOfRoom: 100, role: 'admin', messages: 300 },
  '200x1': { name: '200 rooms of one', rooms: 200, followersOfRoom: 1, role: 'user', messages: 10_000 },
  '1000': { name: 'room of 1,000', rooms: 1, followersOfRoom: 1_000, role: 'admin', messages: 40 },
};
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    shapes: { type: 'string', default: Object.keys(shapes).join() },
  },
});
const rounds = Number(values.rounds);
/** A person may have twenty. */
const socketsOfPerson = 20;
const toldAtOnce = 20;
/** Conversations are opened one after the other; by REST, messages of many customers would meet their limits. */
const byRestShape = '100';
const say = (line: string) => void process.stdout.write(`${line}\n`);

interface Target {
  name: string;
  kind: Receivers['kind'];
  pid: number;
  url: string;
  send: Send;
}

const children: ChildProcess[] = [];
const script = (name: string, args: string[] = []): ChildProcess => {
  const child = fork(join(import.meta.dirname, name), args, { execArgv: ['--conditions=source'] });
  children.push(child);
  return child;
};

/** As Live Chat sends them: the conversation goes only to staff, who may not have it open. */
function payloadOf(event: EventName, { conversation, message }: Opened['first']): object {
  const payload = { conversationId: conversation.id, message };
  return event === 'new-user-message' ? { ...payload, conversation } : payload;
}

async function plainServer(kind: 'socket.io' | 'ws', role: Shape['role']): Promise<Target> {
  const child = script('stock-server.ts', [kind]);
  const [{ port }] = await once(child, 'message');
  return {
    name: kind,
    kind,
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${port}`,
    async send(conversations, messages) {
      for (let sent = 0; sent < messages; sent += 1) {
        const { first } = conversations[sent % conversations.length] as Opened;
        const events = eventsFor(role).map((event) => ({ name: event, payload: payloadOf(event, first) }));
        child.send({ room: first.conversation.id, events } satisfies Telling);
        if (sent % toldAtOnce === 0) await wait(1);
      }
    },
  };
}

async function run(
  { kind, pid, url, send }: Target,
  { messages }: Shape,
  conversations: readonly Opened[],
  followers: Follower[],
  frames: number,
): Promise<Received & { cpuMs: number }> {
  const child = script('receivers.ts');
  child.send({ url, kind, followers, frames } satisfies Receivers);
  await once(child, 'message');
  const counted = once(child, 'message');
  const before = cpuSeconds({ it: [pid] }).it ?? 0;
  await send(conversations, messages);
  const [received] = (await counted) as [Received];
  return { ...received, cpuMs: ((cpuSeconds({ it: [pid] }).it ?? 0) - before) * 1_000 };
}

async function compare(shape: Shape, targets: Target[], conversations: Opened[], followers: Follower[]): Promise<void> {
  const frames = shape.messages * shape.followersOfRoom * eventsFor(shape.role).length;
  const found = new Map<string, { rates: number[]; costs: number[] }>(
    targets.map(({ name }) => [name, { rates: [], costs: [] }]),
  );
  for (let round = 0; round <= rounds; round += 1) {
    for (const target of targets) {
      const received = await run(target, shape, conversations, followers, frames);
      if (received.frames !== frames) {
        process.exitCode = 1;
        say(`WRONG: ${target.name} delivered ${received.frames} of ${frames} frames`);
      }
      // The first one warms up.
      if (round === 0) continue;
      found.get(target.name)?.rates.push((received.frames / received.tookMs) * 1_000);
      found.get(target.name)?.costs.push((received.cpuMs * 1_000) / received.frames);
    }
  }
  const median = (of: readonly number[] = []) => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? Number.NaN;
  const costOf = (name: string) => median(found.get(name)?.costs);
  say(`${shape.name}, ${frames} frames, medians of ${rounds} rounds  load ${loadavg()[0]?.toFixed(1)}`);
  for (const [name, { rates, costs }] of found) {
    const each = costs.map((cost) => cost.toFixed(2)).join(' ');
    const beside = `${(costOf(name) / costOf('socket.io')).toFixed(2)} times socket.io, ${(costOf(name) / costOf('ws')).toFixed(2)} times ws`;
    say(
      `  ${name.padEnd(17)} ${median(rates).toFixed(0).padStart(7)} frames/s  ${costOf(name).toFixed(2)} ms of CPU for 1,000 frames (${each}), ${beside}`,
    );
  }
}

const dataDir = mkdtempSync(join(tmpdir(), 'livechat-bench-'));
const secret = randomBytes(32).toString('base64url');
const wide = Object.fromEntries(Object.values(rateLimits).map(({ setting }) => [setting, '1000000/60s']));
const stack = await startStack({
  dataDir,
  gatewayPort: 0,
  replicas: { gateway: 1, chat: 1, moderation: 1, realtime: 1 },
  settings: { ...process.env, ...wide, AUTH_JWT_SECRET: secret },
  throwAwayDatabase: true,
  notice: (notice) => process.stderr.write(`${notice}\n`),
});
const writers = await createWriters(stack);
try {
  const { gateway, services } = stack.manifest();
  const [realtime] = services.realtime;
  const sign = (role: string, sub: string) =>
    jwt.sign({ sub, role, username: sub, name: sub }, secret, { algorithm: 'HS256', expiresIn: '2 hours' });
  const ours = { kind: 'live chat', pid: realtime?.pid ?? 0, url: realtime?.publicUrl ?? gateway } as const;
  for (const key of values.shapes.split(',')) {
    const shape = shapes[key];
    if (!shape) throw new Error(`no such shape: ${key}`);
    const { rooms, followersOfRoom, role } = shape;
    const open = async (prefix: string) => {
      const opened: Opened[] = [];
      for (let n = 0; n < rooms; n += 1) opened.push(await writers.open(sign('user', `${prefix}-${key}-${n}`)));
      return opened;
    };
    const followersOf = (opened: readonly Opened[]): Follower[] =>
      opened.flatMap(({ token, first }) =>
        Array.from({ length: followersOfRoom }, (_, n) => ({
          conversationId: first.conversation.id,
          token: role === 'user' ? token : sign('admin', `agent-${Math.floor(n / socketsOfPerson)}`),
        })),
      );
    const plain = [await plainServer('socket.io', role), await plainServer('ws', role)];
    // What is told on the bus is not in the store: a conversation is written to in one way only.
    const told = await open('told');
    await compare(shape, [...plain, { ...ours, name: 'Live Chat', send: writers.byBus }], told, followersOf(told));
    if (key !== byRestShape) continue;
    const written = await open('written');
    const byRest = { ...ours, name: 'Live Chat by REST', send: writers.byRest };
    await compare(shape, [...plain, byRest], written, followersOf(written));
  }
} finally {
  await writers.close();
  for (const child of children) child.kill();
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
