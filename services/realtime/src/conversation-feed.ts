import type { Bus } from '@livechat/bus/connect';
import { messageCreated, messageEdited, messagesDelivered, messagesRead } from '@livechat/contracts/chat/events';
import type { Message } from '@livechat/contracts/chat/message';
import { typing } from '@livechat/contracts/chat/typing';
import type { Payload } from '@livechat/contracts/contract';
import { type FeedItem, itemsOf } from './feed-item.ts';
import type { Store } from './read-store.ts';
import { createSequence } from './sequence.ts';

/** Events of one conversation may overtake each other for a moment; longer than this is a gap. */
const gapPatienceMs = 50;
/** While chat cannot say what is missing it is asked less and less often, up to the longest wait. */
const repairAgain = { firstMs: 1_000, maxMs: 4_000 };

export interface FeedOptions {
  bus: Bus;
  conversationId: number;
  /** In the order in which it happened, each once. */
  onItem(item: FeedItem): void;
  onTyping(event: Payload<typeof typing>): void;
  readChanged: Store['readChanged'];
  /** How many messages a repair brought that were not heard before. */
  onRepaired(messages: number): void;
}

/** What happens in one conversation, for the sockets of this instance that follow it. */
export interface ConversationFeed {
  /** Resolves when everything said from then on is heard. */
  ready: Promise<unknown>;
  /** The state that was read from the store, after which the live part begins. */
  start(state: { revision: number; lastSeq: number }): void;
  /** Where the live part began: what was heard before, and is not newer, was told to nobody and is in no recording. */
  begunAt(): number | undefined;
  /** The revision up to which all is told; undefined before `start`. */
  revision(): number | undefined;
  /** Everything that is let through until `stop` is called; for a socket that is about to join. */
  record(): { items: readonly FeedItem[]; stop(): void };
  /** Fetches what is missing from the store. */
  repair(): Promise<void>;
  close(): void;
}

export function openFeed(options: FeedOptions): ConversationFeed {
  const { bus, conversationId, onItem, onTyping, readChanged, onRepaired } = options;
  const recordings = new Set<FeedItem[]>();
  let lastSeq = 0;
  let begunAt: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let repairing: Promise<void> | undefined;
  let failedRepairs = 0;
  let closed = false;

  const tell = (item: FeedItem) => {
    if (item.kind === 'created') {
      // A repair can be ahead of the events.
      if (item.message.seq <= lastSeq) return;
      lastSeq = item.message.seq;
    }
    for (const recording of recordings) recording.push(item);
    onItem(item);
  };
  const sequence = createSequence<FeedItem>(tell);

  const hear = (item: FeedItem) => {
    if (sequence.offer(item.revision, item) === 'waiting') repairSoon(gapPatienceMs);
  };

  const repairSoon = (afterMs: number) => {
    if (closed) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      if (sequence.hasGap()) repair();
    }, afterMs);
  };

  const fetchMissing = async () => {
    const from = sequence.last();
    if (from === undefined) return;
    const changed = await readAllChanged(from);
    failedRepairs = changed ? 0 : failedRepairs + 1;
    // The events came after all while chat was read: what it said then is older than what is told.
    if (changed && !closed && changed.revision > (sequence.last() ?? 0)) {
      const before = lastSeq;
      for (const item of itemsOf(changed.messages, before, changed.revision)) tell(item);
      onRepaired(lastSeq - before);
      sequence.skipTo(changed.revision);
    }
    if (sequence.hasGap())
      repairSoon(Math.min(repairAgain.maxMs, repairAgain.firstMs * 2 ** Math.max(0, failedRepairs - 1)));
  };

  /** Undefined when chat is away in the middle of it: what was read so far would hide what was not. */
  const readAllChanged = async (afterRevision: number) => {
    const messages: Message[] = [];
    let revision: number | undefined;
    for (;;) {
      const page = await readChanged({ conversationId, afterRevision, afterSeq: messages.at(-1)?.seq ?? 0 });
      if (!page || closed) return undefined;
      revision ??= page.revision;
      messages.push(...page.messages);
      if (!page.hasMore) return { messages, revision };
    }
  };

  const repair = () => {
    repairing ??= fetchMissing().finally(() => {
      repairing = undefined;
    });
    return repairing;
  };

  const subscriptions = [
    bus.subscribeEvent(messageCreated, conversationId, ({ message, revision }) =>
      hear({ kind: 'created', message, revision }),
    ),
    bus.subscribeEvent(messageEdited, conversationId, ({ message, revision }) =>
      hear({ kind: 'edited', message, revision }),
    ),
    bus.subscribeEvent(messagesRead, conversationId, ({ revision, ...mark }) => hear({ kind: 'read', mark, revision })),
    bus.subscribeEvent(messagesDelivered, conversationId, ({ revision, ...mark }) =>
      hear({ kind: 'delivered', mark, revision }),
    ),
    bus.subscribeSignal(typing, conversationId, onTyping),
  ];

  return {
    ready: Promise.all(subscriptions.map(({ ready }) => ready)),
    start(state) {
      if (sequence.last() === undefined) lastSeq = state.lastSeq;
      begunAt ??= state.revision;
      sequence.start(state.revision);
    },
    begunAt: () => begunAt,
    revision: sequence.last,
    record() {
      const items: FeedItem[] = [];
      recordings.add(items);
      return { items, stop: () => void recordings.delete(items) };
    },
    repair,
    close() {
      closed = true;
      clearTimeout(timer);
      for (const subscription of subscriptions) subscription.stop();
    },
  };
}
