import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as inFolder } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServiceName } from '@livechat/stack/service-names';
import type { PartName } from '@livechat/stack/stack-manifest';
import { startStack } from '@livechat/stack/start-stack';
import { expect, inject, onTestFinished, test } from 'vitest';
import { callApi } from './setup/api.ts';
import { type FaultyProxy, startFaultyProxy } from './setup/faulty-proxy.ts';
import { internalUrls, readMetric } from './setup/metrics.ts';
import { newPerson } from './setup/people.ts';
import { manifest, processIds } from './setup/processes.ts';
import { connectSocket, join, type TestSocket } from './setup/sockets.ts';

// The promise: a dependency that was restarted, or away for a while, is used again within 5 s of its return, and nobody
// has to restart anything for that.

const usedAgainWithinMs = 5_000;

interface Line {
  /** Sends once: the status, or undefined when nobody answered. */
  send(): Promise<number | undefined>;
  /** The seq of the last message that a socket was told. */
  told(): number;
  lastSeq(): number;
}

/** A customer who writes, and whose socket hears of it. */
async function openLine(gateway: string): Promise<Line> {
  const { token } = newPerson('user');
  const body = { subject: 'Restarts', message: 'one' };
  const path = '/api/chat/conversations';
  const opened = await callApi<{ conversation: { id: number } }>('POST', path, { token, gateway, body });
  const { id } = opened.body.conversation;
  const socket = await connectSocket({ token }, {}, gateway);
  await keepJoined(socket, id);
  let lastSeq = 1;
  return {
    async send() {
      const message = { message: 'one more', clientMessageId: randomUUID() };
      const asked = callApi<{ message: { seq: number } }>('POST', `${path}/${id}/messages`, {
        token,
        gateway,
        body: message,
      });
      const answer = await asked.catch(() => undefined);
      if (answer?.status === 201) lastSeq = answer.body.message.seq;
      return answer?.status;
    },
    told: () => Math.max(0, ...socket.received('new-chat-message').map(({ message }) => message.seq)),
    lastSeq: () => lastSeq,
  };
}

async function keepJoined(socket: TestSocket, conversationId: number): Promise<void> {
  await join(socket, conversationId);
  socket.socket.on('connect', () => {
    // Until it is let in; a connection that is cut meanwhile comes here again.
    const again = (): Promise<void> =>
      join(socket, conversationId).then(
        () => undefined,
        async () => {
          await wait(100);
          if (socket.socket.connected) await again();
        },
      );
    void again();
  });
}

/** How long after now the first message is stored, and how long until a socket has heard of one. */
async function timeUntilServed(line: Line): Promise<{ servedMs: number; toldMs: number }> {
  const began = performance.now();
  const since = () => Math.round(performance.now() - began);
  await expect.poll(line.send, { timeout: 30_000, interval: 50 }).toBe(201);
  const [servedMs, seq] = [since(), line.lastSeq()];
  // Once more and again: an event that is told to nobody is found at the next one.
  await expect
    .poll(
      async () => {
        if (line.told() < seq) await line.send();
        return line.told();
      },
      { timeout: 40_000, interval: 50 },
    )
    .toBeGreaterThanOrEqual(seq);
  return { servedMs, toldMs: since() };
}

async function underLoad(line: Line, work: () => Promise<void>): Promise<void> {
  let going = true;
  const load = (async () => {
    while (going) {
      await line.send();
      await wait(20);
    }
  })();
  await work();
  going = false;
  await load;
}

const isReady = (url: string) =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

/** As their service files end them: Postgres waits for its clients after SIGTERM. */
const endings: Record<PartName, NodeJS.Signals> = { postgres: 'SIGINT', nats: 'SIGTERM', redis: 'SIGTERM' };

for (const part of ['postgres', 'nats', 'redis'] as const) {
  test(`${part} is restarted while people write: it is used again at once, and no service ends`, async () => {
    const line = await openLine(inject('system').gateway);
    const services = processIds();
    const pid = () => manifest().infrastructure[part].pid;
    const old = pid();
    if (old === undefined) throw new Error(`${part} was given from outside: it cannot be ended here`);
    await underLoad(line, async () => {
      process.kill(old, endings[part]);
      await expect.poll(pid, { timeout: 20_000, interval: 10 }).not.toBe(old);
    });
    const times = await timeUntilServed(line);
    expect(Math.max(...Object.values(times))).toBeLessThan(usedAgainWithinMs);
    expect(processIds()).toEqual(services);
  }, 90_000);
}

for (const service of ['chat', 'moderation', 'realtime'] satisfies ServiceName[]) {
  test(`all of ${service} is restarted at once while people write: it is used again as soon as one is ready`, async () => {
    const line = await openLine(inject('system').gateway);
    const instances = manifest().services[service];
    const others = () => Object.entries(processIds()).filter(([name]) => name !== service);
    const before = others();
    await underLoad(line, async () => {
      for (const { pid } of instances) process.kill(pid, 'SIGTERM');
      const pids = () => manifest().services[service].map(({ pid }) => pid);
      await expect
        .poll(() => pids().some((pid) => instances.some((one) => one.pid === pid)), { timeout: 20_000 })
        .toBe(false);
      const ready = async () => (await Promise.all(instances.map(({ url }) => isReady(url)))).includes(true);
      await expect.poll(ready, { timeout: 30_000, interval: 10 }).toBe(true);
    });
    const times = await timeUntilServed(line);
    expect(Math.max(...Object.values(times))).toBeLessThan(usedAgainWithinMs);
    expect(others()).toEqual(before);
    // Without moderation messages are stored all the same.
    if (service === 'moderation') {
      const verdicts = () => readMetric(internalUrls('moderation'), 'livechat_moderation_verdicts_total');
      await expect.poll(async () => [await line.send(), (await verdicts()) > 0]).toEqual([201, true]);
    }
    await expect
      .poll(async () => (await Promise.all(instances.map(({ url }) => isReady(url)))).includes(false), {
        timeout: 20_000,
      })
      .toBe(false);
  }, 90_000);
}

test('all of them out of reach for longer: nobody has got used to it', async () => {
  const proxies: FaultyProxy[] = [];
  const dataDir = mkdtempSync(inFolder(tmpdir(), 'livechat-outage-'));
  const stack = await startStack({
    dataDir,
    gatewayPort: 0,
    replicas: { gateway: 1, chat: 1, moderation: 1, realtime: 1 },
    settings: { ...process.env, AUTH_JWT_SECRET: inject('system').jwtSecret, CHAT_RATE_LIMIT_MESSAGES: '100000/60s' },
    throwAwayDatabase: true,
    async between(_part, url) {
      const proxy = await startFaultyProxy(url);
      proxies.push(proxy);
      const through = new URL(url);
      through.port = new URL(proxy.url).port;
      return through.href;
    },
  });
  onTestFinished(async () => {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  expect(proxies).toHaveLength(3);
  const { gateway, services } = stack.manifest();
  const line = await openLine(gateway);
  const urls = Object.values(services).flatMap((instances) => instances.map(({ url }) => url));
  for (const proxy of proxies) {
    proxy.refuse(true);
    proxy.cut();
  }
  await underLoad(line, () => wait(8_000));
  for (const proxy of proxies) proxy.refuse(false);
  const times = await timeUntilServed(line);
  expect(Math.max(...Object.values(times))).toBeLessThan(usedAgainWithinMs);
  const redisIsBack = async () => {
    const texts = await Promise.all(urls.map(async (url) => (await fetch(`${url}/readyz`)).text()));
    return texts.some((text) => text.includes('down'));
  };
  await expect.poll(redisIsBack, { timeout: usedAgainWithinMs }).toBe(false);
  expect(stack.manifest().services).toEqual(services);
}, 120_000);
