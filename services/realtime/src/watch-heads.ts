import { setTimeout as wait } from 'node:timers/promises';
import type { Bus } from '@livechat/bus/connect';
import type { Logger } from '@livechat/service/logger';
import type { ConversationFeed } from './conversation-feed.ts';
import type { Store } from './read-store.ts';

/** Events can vanish without a word, the last one of a conversation too. */
const everyMs = 20_000;
/** After a cut chat may come back a little later than NATS. */
const attempts = 10;
const retryMs = 1_000;
const repairsAtOnce = 20;

export interface HeadsOptions {
  bus: Bus;
  store: Store;
  log: Logger;
  /** The open feeds, by conversation id. */
  feeds(): (readonly [number, ConversationFeed])[];
}

/** Compares what the open feeds have with what chat has, after every reconnect and now and then, and mends them. */
export function watchHeads({ bus, store, log, feeds }: HeadsOptions): { start(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  /** There was another cut while the last one was looked into. */
  let again = false;

  const compare = async (): Promise<'compared' | 'chat is away'> => {
    const open = feeds();
    const heads = await store.readHeads(open.map(([id]) => id));
    if (!heads) return 'chat is away';
    const behind = open.filter(([id, feed]) => (heads.get(id) ?? 0) > (feed.revision() ?? Number.MAX_VALUE));
    // In small groups: after a cut every conversation is behind at once, on every instance.
    for (let from = 0; from < behind.length; from += repairsAtOnce) {
      await Promise.all(behind.slice(from, from + repairsAtOnce).map(([, feed]) => feed.repair()));
    }
    return 'compared';
  };

  const compareUntilDone = async () => {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if ((await compare()) === 'compared') return;
      await wait(retryMs, undefined, { ref: false });
    }
  };

  const compareOnce = () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    compareUntilDone()
      .catch((err: unknown) => log.error({ err }, 'cannot compare heads'))
      .finally(() => {
        running = false;
        if (!again) return;
        again = false;
        compareOnce();
      });
  };

  return {
    start() {
      bus.onReconnect(compareOnce);
      timer = setInterval(compareOnce, everyMs);
    },
    stop: () => clearInterval(timer),
  };
}
