import type { Call } from '@livechat/bus/call';
import type { Bus } from '@livechat/bus/connect';
import { startDeadline } from '@livechat/bus/deadline';
import { messageCreated } from '@livechat/contracts/chat/events';
import type { Message } from '@livechat/contracts/chat/message';
import { expect, test } from 'vitest';
import { openFeed } from './conversation-feed.ts';
import { createMemberships, type Joined } from './memberships.ts';
import type { ChatSocket } from './server.ts';

const message = (seq: number) =>
  ({ conversationId: 1, seq, senderType: 'admin', metadata: null }) as unknown as Message;
const upTo = (last: number) => Array.from({ length: last }, (_, index) => message(index + 1));
const seqsOf = (messages: readonly { seq: number }[]) => messages.map(({ seq }) => seq);

function setUp() {
  let hear = (_event: { message: Message; revision: number }) => {};
  const bus = {
    subscribeEvent(contract: unknown, _id: number, listener: typeof hear) {
      if (contract === messageCreated) hear = listener;
      return { ready: Promise.resolve(), stop() {} };
    },
    subscribeSignal: () => ({ ready: Promise.resolve(), stop() {} }),
  };
  const room = new Set<ReturnType<typeof newSocket>>();
  const feed = openFeed({
    bus: bus as unknown as Bus,
    conversationId: 1,
    onItem(item) {
      if (item.kind === 'created') for (const socket of room) socket.live.push(item.message.seq);
    },
    onTyping() {},
    readChanged: async () => undefined,
    onRepaired() {},
  });
  /** Answers of the store, in the order in which they were asked for. */
  const answers: ((lastSeq: number) => void)[] = [];
  const call = () =>
    new Promise((resolve) => {
      answers.push((lastSeq) =>
        resolve({ conversation: { lastSeq }, messages: upTo(lastSeq), hasMore: false, revision: lastSeq }),
      );
    });
  const newSocket = () => {
    const live: number[] = [];
    const socket = {
      connected: true,
      live,
      join: () => void room.add(socket),
      emit: (_event: string, payload: { message: Message }) => void live.push(payload.message.seq),
    };
    return socket;
  };
  const memberships = createMemberships({
    outbound: { hold: () => feed, release() {} } as never,
    call: call as unknown as Call,
    viewers: { arrive() {}, leave() {} },
    deliveries: { written() {} },
  });
  return {
    hear: (seq: number) => hear({ message: message(seq), revision: seq }),
    answers,
    newSocket,
    async join(socket: ReturnType<typeof newSocket>): Promise<number[]> {
      const context = { actor: { role: 'user', id: 1 }, requestId: 'r', deadline: startDeadline(10_000) };
      const joined: Joined = await memberships.join(
        socket as unknown as ChatSocket,
        { conversationId: 1, afterSeq: 0 },
        context as never,
      );
      joined.afterwards?.(true);
      return seqsOf((joined.answer as { messages: Message[] }).messages);
    },
  };
}

test('of two who join at once neither has a hole, whichever reading of the store is answered first', async () => {
  const { hear, answers, newSocket, join } = setUp();
  const [early, late] = [newSocket(), newSocket()];
  const [earlyJoin, lateJoin] = [join(early), join(late)];
  await expect.poll(() => answers.length).toBe(2);
  for (const seq of [1, 2, 3, 4]) hear(seq);
  // Read after 4, answered before what was read after 2.
  answers[1]?.(4);
  expect(await lateJoin).toEqual([1, 2, 3, 4]);
  hear(5);
  answers[0]?.(2);
  await expect.poll(() => answers.length).toBe(3);
  answers[2]?.(5);
  const given = await earlyJoin;
  hear(6);
  expect([...new Set([...given, ...early.live])]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(late.live).toEqual([5, 6]);
});
