import { resolve } from 'node:path';
import type { ServiceName } from '@livechat/stack/service-names';
import { afterAll, expect, inject, test } from 'vitest';
import { openConversation, readAll, readConversation, send } from './setup/conversations.ts';
import { type FurtherInstance, startFurther } from './setup/further-instance.ts';
import { newPerson } from './setup/people.ts';
import { connectSocket, join } from './setup/sockets.ts';

const hourMs = 3_600_000;
const started: FurtherInstance[] = [];
afterAll(() => {
  for (const instance of started) instance.kill();
});

async function startWithClock(service: ServiceName, index: number, shiftMs: number): Promise<void> {
  const environment = inject('system').further[service][index];
  const NODE_OPTIONS = `--import=${resolve(import.meta.dirname, 'setup/shifted-clock.mjs')}`;
  started.push(await startFurther(service, { ...environment, NODE_OPTIONS, CLOCK_SHIFT_MS: String(shiftMs) }));
}

test('twenty writers through instances whose clocks are hours apart: the order is the seq, the same for everybody, and no time is wrong', async () => {
  await startWithClock('chat', 0, hourMs);
  await startWithClock('chat', 1, -hourMs);
  await startWithClock('moderation', 0, hourMs);
  const user = newPerson('user');
  const { id } = await openConversation(user);
  const writers = [user, ...Array.from({ length: 19 }, () => newPerson('admin'))];
  const sockets = [await connectSocket(user), await connectSocket(newPerson('admin'))];
  for (const socket of sockets) await join(socket, id);

  const began = Date.now();
  const answers = await Promise.all(
    writers.map(async (writer, number) => {
      const sent = [];
      for (let count = 0; count < 5; count += 1) sent.push(await send(writer, id, `${number}, message ${count}`));
      return sent;
    }),
  );
  expect(new Set(answers.flat().map(({ status }) => status))).toEqual(new Set([201]));
  const stored = await readAll(user, id);
  expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1));
  expect(stored).toHaveLength(101);
  // What one person wrote one after the other stands in that order.
  for (const sent of answers) {
    const seqs = sent.map(({ body }) => body.message.seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
  }
  for (const socket of sockets) {
    await expect
      .poll(() => socket.received('new-chat-message').map(({ message }) => message.id))
      .toEqual(stored.slice(1).map((message) => message.id));
  }
  const slackMs = 120_000;
  const { lastMessageAt } = await readConversation(user, id);
  for (const time of [...stored.map(({ createdAt }) => createdAt), lastMessageAt]) {
    expect(Math.abs(Date.parse(time) - began)).toBeLessThan(slackMs);
  }
}, 90_000);
