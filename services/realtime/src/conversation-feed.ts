import type { Bus } from '@livechat/bus/connect';
import { messageCreated, messageEdited, messagesDelivered, messagesRead } from '@livechat/contracts/chat/events';
import type { Message } from '@livechat/contracts/chat/message';
import { typing } from '@livechat/contracts/chat/typing';
import type { Payload } from '@livechat/contracts/contract';
import type { Store } from './read-store.ts';
import { createSequence } from './sequence.ts';

/** Events of one conversation may overtake each other for a moment; longer than this is a gap. */
const gapPatienceMs = 50;
const retryRepairMs = 1_000;

export interface FeedOptions {
  bus: Bus;
  conversationId: number;
  onMessage(message: Message): void;
  onEdited(message: Message): void;
  onRead(event: Payload<typeof messagesRead>): void;
  onDelivered(event: Payload<typeof messagesDelivered>): void;
  onTyping(event: Payload<typeof typing>): void;
  readAfter: Store['readAfter'];
  /** After the store was asked for what was not heard; with how many messages of it were new. */
  onRepaired(messages: number): void;
}

/** What happens in one conversation, for the sockets of this instance that follow it. */
export interface ConversationFeed {
  /** Resolves when everything said from then on is heard. */
  ready: Promise<unknown>;
  start(seq: number): void;
  lastSeq(): number | undefined;
  /** Everything that is let through until `stop` is called; for a socket that is about to join. */
  record(): { messages: readonly Message[]; stop(): void };
  /** Fetches what is missing from the store. */
  repair(): Promise<void>;
  close(): void;
}

export function openFeed(options: FeedOptions): ConversationFeed {
  const { bus, conversationId, onMessage, onEdited, onRead, onDelivered, onTyping, readAfter, onRepaired } = options;
  const recordings = new Set<Message[]>();
  let timer: NodeJS.Timeout | undefined;
  let repairing: Promise<void> | undefined;
  let closed = false;

  const sequence = createSequence<Message>((message) => {
    for (const recording of recordings) recording.push(message);
    onMessage(message);
  });

  const repairSoon = (afterMs: number) => {
    if (closed) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      if (sequence.hasGap()) repair();
    }, afterMs);
  };

  const fetchMissing = async () => {
    let repaired = 0;
    for (let last = sequence.last(); last !== undefined && !closed; last = sequence.last()) {
      const page = await readAfter(conversationId, last);
      for (const message of page?.messages ?? []) {
        if (sequence.offer(message.seq, message) === 'delivered') repaired += 1;
      }
      if (!page?.hasMore) break;
    }
    onRepaired(repaired);
    if (sequence.hasGap()) repairSoon(retryRepairMs);
  };

  const repair = () => {
    repairing ??= fetchMissing().finally(() => {
      repairing = undefined;
    });
    return repairing;
  };

  const subscriptions = [
    bus.subscribeEvent(messageCreated, conversationId, ({ message }) => {
      if (sequence.offer(message.seq, message) === 'waiting') repairSoon(gapPatienceMs);
    }),
    bus.subscribeEvent(messageEdited, conversationId, ({ message }) => onEdited(message)),
    bus.subscribeEvent(messagesRead, conversationId, onRead),
    bus.subscribeEvent(messagesDelivered, conversationId, onDelivered),
    bus.subscribeSignal(typing, conversationId, onTyping),
  ];

  return {
    ready: Promise.all(subscriptions.map(({ ready }) => ready)),
    start: sequence.start,
    lastSeq: sequence.last,
    record() {
      const messages: Message[] = [];
      recordings.add(messages);
      return { messages, stop: () => void recordings.delete(messages) };
    },
    repair,
    close() {
      closed = true;
      clearTimeout(timer);
      for (const subscription of subscriptions) subscription.stop();
    },
  };
}
