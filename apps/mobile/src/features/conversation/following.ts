import type { ChatItem } from '@livechat/client/conversation-view';

/** What the list had when it was last looked at. */
export interface Held {
  keys: ReadonlySet<string>;
  /** 0 when nothing stored was held. */
  newestSeq: number;
}

export function heldIn(items: readonly ChatItem[]): Held {
  return {
    keys: new Set(items.map(({ key }) => key)),
    newestSeq: items.reduce(
      (newest, item) => (item.kind === 'stored' ? Math.max(newest, item.message.seq) : newest),
      0,
    ),
  };
}

/**
 * Whether something was stored since that was in no line before. The last line does not say it: an own message that waits or
 * was refused stays below what comes, and one that is stored only changes its place.
 */
export function hasNewer({ keys, newestSeq }: Held, items: readonly ChatItem[]): boolean {
  return items.some((item) => item.kind === 'stored' && item.message.seq > newestSeq && !keys.has(item.key));
}
