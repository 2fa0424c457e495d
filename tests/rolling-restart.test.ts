import { randomUUID } from 'node:crypto';
import type { ServiceName } from '@livechat/stack/service-names';
import { expect, test } from 'vitest';
import { openConversation, readAll } from './setup/conversations.ts';
import { logLines } from './setup/logs.ts';
import { newPerson } from './setup/people.ts';
import { manifest } from './setup/processes.ts';
import { connectSocket } from './setup/sockets.ts';
import { startTalk } from './setup/talk.ts';

// The promise: every instance can be ended and started again, one after the other, while people write. Nobody loses a
// message, nobody sees one twice, and who was connected is so again within 10 s, to another instance.

const services: ServiceName[] = ['realtime', 'gateway', 'chat', 'moderation'];
/** Whoever supervises kills what is there for longer. */
const graceMs = 10_000;

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Ends one instance as an update does, twice told for good measure, and waits for the one that takes its place. */
async function replace(service: ServiceName, index: number): Promise<number> {
  const [old, url] = [manifest().services[service][index]?.pid ?? 0, manifest().services[service][index]?.url ?? ''];
  const startedAt = performance.now();
  process.kill(old, 'SIGTERM');
  await expect.poll(() => isReady(url), { timeout: 5_000, interval: 10 }).toBe(false);
  if (isAlive(old)) process.kill(old, 'SIGTERM');
  await expect.poll(() => isAlive(old), { timeout: 2 * graceMs, interval: 10 }).toBe(false);
  const endedAfterMs = performance.now() - startedAt;
  await expect.poll(() => manifest().services[service][index]?.pid, { timeout: 15_000 }).not.toBe(old);
  await expect.poll(() => isReady(url), { timeout: 30_000 }).toBe(true);
  return Math.round(endedAfterMs);
}

const linesSaying = (what: string) => logLines().filter(({ msg }) => msg === what).length;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A plain socket that writes without a pause, and never repeats what got no acknowledgement. */
async function startPlainWriter() {
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const { socket, instance } = await connectSocket(user);
  const instances = [instance()];
  socket.on('connect', () => instances.push(instance()));
  const acknowledged: string[] = [];
  let writing = true;
  const running = (async () => {
    while (writing) {
      const clientMessageId = randomUUID();
      const event = { conversationId: id, message: 'a plain one', clientMessageId };
      const answer = await socket
        .timeout(5_000)
        .emitWithAck('send-chat-message', event)
        .catch(() => undefined);
      if (answer?.ok) acknowledged.push(clientMessageId);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  return {
    instances,
    acknowledged: () => acknowledged.length,
    /** What was stored, and acknowledged. */
    async finish() {
      writing = false;
      await running;
      const stored = (await readAll(user, id)).slice(1).map((message) => String(message.clientMessageId));
      return { stored: stored.sort(), acknowledged: acknowledged.sort() };
    },
  };
}

test('an ending realtime instance acknowledges what it stored, and its sockets go to another one', async () => {
  const writers = await Promise.all(Array.from({ length: 6 }, startPlainWriter));
  const [name, there] = ['realtime-1', () => writers.filter(({ instances }) => instances.at(-1) === 'realtime-1')];
  expect(there()).not.toHaveLength(0);
  const moved = there();
  await replace('realtime', 0);
  await expect
    .poll(() => writers.map(({ instances }) => instances.length))
    .toEqual(writers.map((writer) => (moved.includes(writer) ? 2 : 1)));
  for (const { instances } of moved) expect(instances[1]).not.toBe(name);
  for (const writer of writers) {
    const { stored, acknowledged } = await writer.finish();
    expect(acknowledged.length).toBeGreaterThan(10);
    expect(stored).toEqual(acknowledged);
  }
}, 60_000);

test('every instance is ended and started again while people write: none lost, none twice, all back within 10 s', async () => {
  const talk = await startTalk(3, 2);
  const endedBefore = linesSaying('ended');
  const endings: Record<string, number> = {};
  for (const service of services) {
    for (const index of manifest().services[service].keys()) {
      const before = talk.stored();
      endings[`${service}-${index + 1}`] = await replace(service, index);
      await expect.poll(talk.allOnline, { timeout: 10_000 }).toBe(true);
      await expect.poll(talk.stored, { timeout: 10_000 }).toBeGreaterThan(before + 5);
    }
  }
  await talk.finish();

  expect(talk.refused()).toEqual([]);
  expect(Math.max(...talk.gaps())).toBeLessThan(10_000);
  // Ended by themselves and in order, not by the end of their grace.
  for (const endedAfterMs of Object.values(endings)) expect(endedAfterMs).toBeLessThan(graceMs);
  expect(linesSaying('ended') - endedBefore).toBe(Object.keys(endings).length);
  expect(linesSaying('a step of the end took too long')).toBe(0);
  // No service answered that it cannot, and hardly a connection was closed while its client was writing into it.
  const { none: unanswered = 0, ...answered } = talk.outcomes();
  expect(Object.keys(answered).filter((status) => status.startsWith('5'))).toEqual([]);
  expect(unanswered).toBeLessThan(8);
}, 180_000);
