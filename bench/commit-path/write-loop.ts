import { randomUUID } from 'node:crypto';
import { startDeadline } from '@livechat/bus/deadline';
import type { Principal } from '@livechat/contracts/actor';
import { isFailure } from '@livechat/contracts/errors';
import type { DueSend, StoreTogether } from '../../services/chat/src/store-together.ts';

/** Writes in a conversation of their own. */
export interface Sender {
  actor: Principal;
  conversationId: number;
}

export interface Loop {
  /** Of each message that was acknowledged. */
  tookMs: number[];
  seconds: number;
  refused: number;
}

const text = 'Where is my order? It was to be here on Monday, and nobody answers.';

function newSend({ actor, conversationId }: Sender): DueSend {
  const input = { conversationId, message: text, messageType: 'text' as const, clientMessageId: randomUUID() };
  return { actor, input, review: { text }, deadline: startDeadline(10_000) };
}

/** All at once, each of them the next message when the one before is acknowledged. */
export async function writeLoop(store: StoreTogether, senders: readonly Sender[], durationMs: number): Promise<Loop> {
  const tookMs: number[] = [];
  let refused = 0;
  const started = performance.now();
  const writeOn = async (sender: Sender) => {
    while (performance.now() - started < durationMs) {
      const since = performance.now();
      const stored = await store(newSend(sender));
      if (isFailure(stored)) refused += 1;
      else tookMs.push(performance.now() - since);
    }
  };
  await Promise.all(senders.map(writeOn));
  return { tookMs, seconds: (performance.now() - started) / 1000, refused };
}
