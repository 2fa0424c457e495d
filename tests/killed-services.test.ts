import { randomUUID } from 'node:crypto';
import type { Message } from '@livechat/contracts/chat/message';
import { expect, test } from 'vitest';
import { openConversation, readAll, readConversation, send } from './setup/conversations.ts';
import { newPerson, type Person } from './setup/people.ts';
import { manifest } from './setup/processes.ts';
import { connectSocket, type TestSocket } from './setup/sockets.ts';

const victims = ['gateway', 'chat', 'moderation', 'realtime', 'nats', 'redis', 'postgres'] as const;
type Victim = (typeof victims)[number];

function pidsOf(victim: Victim): number[] {
  const { services, infrastructure } = manifest();
  if (victim !== 'nats' && victim !== 'redis' && victim !== 'postgres') return services[victim].map(({ pid }) => pid);
  const { pid } = infrastructure[victim];
  return pid === undefined ? [] : [pid];
}

async function allAreReady(): Promise<boolean> {
  const urls = Object.values(manifest().services).flatMap((running) => running.map(({ url }) => url));
  const answers = await Promise.all(urls.map((url) => fetch(`${url}/readyz`).catch(() => undefined)));
  return answers.every((answer) => answer?.ok);
}

/** Sends until it is acknowledged, as a client does: the same clientMessageId, for at most 20 s. */
async function sendSurely(person: Person, id: number, text: string): Promise<Message> {
  const clientMessageId = randomUUID();
  const giveUp = Date.now() + 20_000;
  for (;;) {
    const answer = await send(person, id, text, { clientMessageId }).catch(() => undefined);
    if (answer && answer.status < 300) return answer.body.message;
    if (Date.now() > giveUp) throw new Error(`not acknowledged: ${JSON.stringify(answer?.body)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Joins now and after every reconnect, from where it stopped, and keeps what it got by seq. */
function follow({ socket, received }: TestSocket, conversationId: number): () => number[] {
  const resumed = new Set<number>();
  const seqs = () => [...new Set([...resumed, ...received('new-chat-message').map(({ message }) => message.seq)])];
  const join = async () => {
    for (;;) {
      const afterSeq = contiguous(seqs());
      const answer = await socket
        .timeout(3_000)
        .emitWithAck('join-chat', { conversationId, afterSeq })
        .catch(() => undefined);
      for (const { seq } of answer?.messages ?? []) resumed.add(seq);
      if ((answer?.ok && !answer.hasMore) || !socket.connected) return;
    }
  };
  socket.on('connect', join);
  join();
  return () => seqs().sort((a, b) => a - b);
}

/** How far the seqs go without a gap. */
function contiguous(seqs: number[]): number {
  const there = new Set(seqs);
  let last = 0;
  while (there.has(last + 1)) last += 1;
  return last;
}

for (const victim of victims) {
  test(`kill -9 of ${victim} while messages flow: it comes back, no acknowledged message is missing or doubled`, async () => {
    const [user, staff] = [newPerson('user'), newPerson('admin')];
    const { id } = await openConversation(user);
    const sockets = [await connectSocket(user), await connectSocket(staff), await connectSocket(staff)];
    const followed = sockets.map((socket) => follow(socket, id));

    const acknowledged: Message[] = [];
    let flowing = true;
    const flow = [user, staff, user].map(async (person, writer) => {
      for (let number = 0; flowing; number += 1) {
        acknowledged.push(await sendSurely(person, id, `writer ${writer}, message ${number}`));
      }
    });
    await expect.poll(() => acknowledged.length).toBeGreaterThan(10);

    const before = pidsOf(victim);
    const [pid] = before;
    if (pid === undefined) throw new Error(`${victim} was given from outside: it cannot be killed here`);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => pidsOf(victim), { timeout: 15_000 }).not.toContain(pid);
    expect(pidsOf(victim)).toHaveLength(before.length);
    await expect.poll(allAreReady, { timeout: 20_000 }).toBe(true);
    const afterwards = acknowledged.length;
    await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(afterwards + 10);
    flowing = false;
    await Promise.all(flow);

    const stored = await readAll(user, id);
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1));
    const storedBy = new Map(stored.map((message) => [message.clientMessageId, message]));
    expect(storedBy.size).toBe(stored.length);
    for (const { id: messageId, seq, message, clientMessageId } of acknowledged) {
      expect(storedBy.get(clientMessageId)).toMatchObject({ id: messageId, seq, message });
    }
    const [byUser, byStaff] = ['user', 'admin'].map((type) => stored.filter((one) => one.senderType === type).length);
    expect(await readConversation(user, id)).toMatchObject({ adminUnreadCount: byUser, userUnreadCount: byStaff });
    for (const seqs of followed) {
      await expect.poll(() => contiguous(seqs()), { timeout: 25_000 }).toBe(stored.length);
    }
  }, 120_000);
}
