import { expect, test } from 'vitest';
import { openConversation, readAll, send } from './setup/conversations.ts';
import { newPerson } from './setup/people.ts';
import { connectSocket, type TestSocket } from './setup/sockets.ts';

const sockets = 40;
const reconnects = 25;

/** Joins after every connecting from where it stopped, and keeps each seq that it gets. */
function keepUp({ socket, received }: TestSocket, conversationId: number) {
  const resumed: number[] = [];
  const joins: Promise<void>[] = [];
  const seqs = () => new Set([...resumed, ...received('new-chat-message').map(({ message }) => message.seq)]);
  const unbroken = () => {
    const there = seqs();
    let last = 0;
    while (there.has(last + 1)) last += 1;
    return last;
  };
  const join = async () => {
    for (let more = true; more && socket.connected; ) {
      const asked = { conversationId, afterSeq: unbroken() };
      const answer = await socket
        .timeout(10_000)
        .emitWithAck('join-chat', asked)
        .catch(() => undefined);
      resumed.push(...(answer?.messages ?? []).map(({ seq }: { seq: number }) => seq));
      more = !answer?.ok || answer.hasMore;
    }
  };
  socket.on('connect', () => void joins.push(join()));
  joins.push(join());
  return { seqs, joined: () => Promise.all(joins) };
}

test('a thousand reconnects while messages flow: everybody who resumes with the last seq has every message', async () => {
  const [user, staff] = [newPerson('user'), newPerson('admin')];
  const { id } = await openConversation(user);
  const all = await Promise.all(
    Array.from({ length: sockets }, () => newPerson('admin')).map((one) => connectSocket(one)),
  );
  const kept = all.map((socket) => keepUp(socket, id));

  let flowing = true;
  const flow = [user, staff].map(async (person, writer) => {
    for (let number = 0; flowing; number += 1) {
      expect((await send(person, id, `writer ${writer}, message ${number}`)).status).toBe(201);
    }
  });
  let made = 0;
  await Promise.all(
    all.map(async ({ socket }, index) => {
      for (let count = 0; count < reconnects; count += 1) {
        await kept[index]?.joined();
        const back = new Promise<void>((resolve) => socket.once('connect', resolve));
        socket.io.engine.close();
        await back;
        made += 1;
      }
    }),
  );
  expect(made).toBe(sockets * reconnects);
  flowing = false;
  await Promise.all(flow);

  const stored = (await readAll(user, id)).map(({ seq }) => seq);
  expect(stored.length).toBeGreaterThan(20);
  for (const { seqs } of kept) {
    await expect.poll(() => [...seqs()].sort((a, b) => a - b), { timeout: 25_000 }).toEqual(stored);
  }
}, 120_000);
