import type { ConversationSnapshot, OpenConversation } from '@livechat/client/open-conversation';
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { isLookedAt, onLookedAt } from '../../mobile/looked-at.ts';

interface Options {
  open: OpenConversation;
  snapshot: ConversationSnapshot;
  scroller: RefObject<HTMLElement | null>;
  /** The seq of the last message that is in view, as far as this page can tell. */
  lastInView(): number;
  atEnd: RefObject<boolean>;
}

/**
 * Reports as read what was really in view: of a page that is looked at, in a frame that is shown. `seen` is to be called
 * when something came into view; `unseen` counts answers below it.
 */
export function useSeen({ open, snapshot, scroller, lastInView, atEnd }: Options): { seen(): void; unseen: number } {
  const { items, conversation } = snapshot;
  const isShown = useRef(false);
  const seenUpTo = useRef(0);
  const lastSeq = items.reduce((seq, item) => (item.kind === 'stored' ? item.message.seq : seq), 0);
  const isKnown = conversation !== undefined;

  const seen = useCallback(() => {
    if (!isShown.current || !isLookedAt()) return;
    const seq = lastInView();
    if (seq === 0) return;
    seenUpTo.current = Math.max(seenUpTo.current, seq);
    // Where the unread begin is to be known before they are read.
    if (isKnown) open.markRead(seq);
  }, [lastInView, open, isKnown]);

  useEffect(() => {
    const { current } = scroller;
    if (!current) return;
    // Also within a frame of another page: closed or scrolled away it is not shown.
    const observer = new IntersectionObserver(([entry]) => {
      isShown.current = entry?.isIntersecting ?? false;
      seen();
    });
    observer.observe(current);
    const stop = onLookedAt(seen);
    return () => {
      observer.disconnect();
      stop();
    };
  }, [scroller, seen]);
  // What came while its place was in view already.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each newer message may be in view
  useEffect(() => {
    if (!atEnd.current) return;
    // Once it is drawn.
    const frame = requestAnimationFrame(() => requestAnimationFrame(seen));
    return () => cancelAnimationFrame(frame);
  }, [lastSeq, seen]);

  const unseen = items.filter(
    (item) =>
      item.kind === 'stored' &&
      item.message.senderType === 'admin' &&
      item.message.messageType !== 'system' &&
      item.message.seq > seenUpTo.current,
  ).length;
  return { seen, unseen };
}
