import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { rateLimits } from '@livechat/contracts/rate-limits';
import { startStack } from '@livechat/stack/start-stack';
import jwt from 'jsonwebtoken';
import { madeUpText } from '../load/made-up-text.ts';
import { createPoster, postHead } from '../load/post.ts';
import { cpuSeconds } from '../speed/cpu.ts';
import type { Received, Receivers } from './receivers.ts';

// A burst of messages to a conversation that a hundred sockets follow: what handing on costs, beside Socket.IO as it comes and
// bare ws. Every follower is staff and gets two frames of each message. Fails when a frame is missing, never for a time.
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, messages: { type: 'string', default: '300' } },
});
const messages = Number(values.messages);
/** A person may have twenty sockets. */
const [people, socketsEach] = [5, 20];
const sendersAtOnce = 20;
const say = (line: string) => void process.stdout.write(`${line}\n`);
const text = 'My parcel has not come yet, where is it?';

interface Target {
  name: string;
  pid: number;
  receivers: Omit<Receivers, 'framesEach'>;
  send(): Promise<void>;
  stop(): void;
}

const script = (name: string, args: string[] = []): ChildProcess =>
  fork(join(import.meta.dirname, name), args, { execArgv: ['--conditions=source'] });

async function baseline(kind: 'socket.io' | 'ws', sample: object): Promise<Target> {
  const child = script('stock-server.ts', [kind]);
  const [{ port }] = await once(child, 'message');
  return {
    name: kind,
    pid: child.pid ?? 0,
    receivers: {
      url: `http://127.0.0.1:${port}`,
      tokens: Array.from({ length: people * socketsEach }, () => ''),
      kind,
      conversationId: 0,
    },
    async send() {
      for (let sent = 0; sent < messages; sent += 1) {
        child.send(sample);
        if (sent % sendersAtOnce === 0) await wait(1);
      }
    },
    stop: () => void child.kill(),
  };
}

async function run({ pid, receivers, send }: Target): Promise<Received & { cpuMs: number }> {
  const child = script('receivers.ts');
  child.send({ ...receivers, framesEach: 2 * messages } satisfies Receivers);
  await once(child, 'message');
  const counted = once(child, 'message');
  const before = cpuSeconds({ it: [pid] }).it ?? 0;
  await send();
  const [received] = (await counted) as [Received];
  return { ...received, cpuMs: ((cpuSeconds({ it: [pid] }).it ?? 0) - before) * 1_000 };
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
const targets: Target[] = [];
try {
  const { gateway, services } = stack.manifest();
  const sign = (role: string, sub: string) =>
    jwt.sign({ sub, role, username: sub, name: sub }, secret, { algorithm: 'HS256', expiresIn: '2 hours' });
  const customer = sign('user', 'customer');
  const opened = await fetch(`${gateway}/api/chat/conversations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${customer}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subject: 'My order', message: text }),
  });
  const sample = (await opened.json()) as { conversation: { id: number } };
  const conversationId = sample.conversation.id;
  const poster = createPoster(new URL(gateway));
  const head = postHead(new URL(`${gateway}/api/chat/conversations/${conversationId}/messages`), customer);
  const agents = Array.from({ length: people }, (_, n) => sign('admin', `agent-${n}`));
  const [realtime] = services.realtime;
  targets.push(await baseline('socket.io', sample), await baseline('ws', sample), {
    name: 'Live Chat',
    pid: realtime?.pid ?? 0,
    receivers: {
      url: realtime?.publicUrl ?? gateway,
      tokens: agents.flatMap((token) => Array.from({ length: socketsEach }, () => token)),
      kind: 'live chat',
      conversationId,
    },
    async send() {
      let left = messages;
      const sender = async () => {
        while (left > 0) {
          left -= 1;
          const body = JSON.stringify({ message: madeUpText(), clientMessageId: randomUUID() });
          // What is refused is sent again, as a client does.
          while ((await poster.post(head, body)).end !== '201') await wait(20);
        }
      };
      await Promise.all(Array.from({ length: sendersAtOnce }, sender));
    },
    stop: () => poster.close(),
  });
  const expected = messages * 2 * people * socketsEach;
  const costs = new Map<string, number[]>();
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    for (const target of targets) {
      const { frames, tookMs, cpuMs } = await run(target);
      if (frames !== expected) {
        process.exitCode = 1;
        say(`WRONG: ${target.name} delivered ${frames} of ${expected} frames`);
      }
      // The first one warms up.
      if (round === 0) continue;
      const cost = (cpuMs * 1_000) / frames;
      costs.set(target.name, [...(costs.get(target.name) ?? []), cost]);
      const rate = ((frames / tookMs) * 1_000).toFixed(0);
      say(
        `${round} ${target.name.padEnd(9)} ${rate.padStart(7)} frames/s  ${cost.toFixed(2)} ms of CPU for 1,000 frames  load ${loadavg()[0]?.toFixed(1)}`,
      );
    }
  }
  const median = (name: string) =>
    costs.get(name)?.toSorted((a, b) => a - b)[Math.floor(Number(values.rounds) / 2)] ?? 0;
  for (const name of ['socket.io', 'ws']) {
    say(`Live Chat's CPU for a frame is ${(median('Live Chat') / median(name)).toFixed(2)} times that of ${name}`);
  }
} finally {
  for (const { stop } of targets) stop();
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
