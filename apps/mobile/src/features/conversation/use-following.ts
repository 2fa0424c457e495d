import type { ChatItem } from '@livechat/client/conversation-view';
import { useLayoutEffect, useRef } from 'react';
import { type Held, hasNewer, heldIn } from './following.ts';

interface Options {
  items: readonly ChatItem[];
  /** What the person has just sent from here. */
  sentKey: string | undefined;
  /** It shows. */
  onSent(): void;
  /** Something came that was not there before. */
  onNewer(): void;
}

/**
 * Says when the view may be moved because of what came. Of own lines only the one that was sent from this screen counts: others
 * come from another tab, out of storage, or change their place, while the person may be reading far above.
 */
export function useFollowing({ items, sentKey, onSent, onNewer }: Options): void {
  const before = useRef<Held>(undefined);
  const shownKey = useRef(sentKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what comes moves the place
  useLayoutEffect(() => {
    const held = before.current;
    before.current = heldIn(items);
    if (!held) return;
    if (sentKey !== undefined && sentKey !== shownKey.current && before.current.keys.has(sentKey)) {
      shownKey.current = sentKey;
      onSent();
    } else if (held.keys.size > 0 && hasNewer(held, items)) onNewer();
  }, [items, sentKey]);
}
