import type { OpenConversation } from '@livechat/client/open-conversation';
import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useMobile } from '../../mobile/context.ts';
import { isLookedAt, onLookedAt } from '../../mobile/looked-at.ts';
import { createOlderPages, type OlderPages } from './older-pages.ts';
import { createReading, type Reading } from './reading.ts';
import { type WatchedLines, watchLines } from './watch-lines.ts';

export interface ReadingOnScreen {
  reading: Reading;
  older: OlderPages;
  /** Whether somebody may have the messages before their eyes: of a page in front, in a frame that is shown. */
  isWatched: boolean;
  /** Lines came or went. */
  refresh(): void;
  /** What is in view is told anew. */
  lookAgain(): void;
}

/** What is unread of a conversation, and its older pages, for as long as it is on the screen. */
export function useReading(open: OpenConversation, scroller: RefObject<HTMLElement | null>): ReadingOnScreen {
  const { connection } = useMobile().client;
  const [isWatched, setWatched] = useState(isLookedAt);
  const watched = useRef<WatchedLines>(undefined);
  const { older, reading } = useMemo(() => {
    const pages = createOlderPages({ open, connection: connection.state });
    return { older: pages, reading: createReading({ open, older: pages }) };
  }, [open, connection]);

  useLayoutEffect(() => {
    const { current } = scroller;
    if (!current) return;
    // Until the browser says otherwise, in its next frame.
    let isShown = true;
    const look = () => {
      const is = isShown && isLookedAt();
      reading.watched(is);
      setWatched(is);
    };
    look();
    watched.current = watchLines({
      scroller: current,
      isWanted: reading.isUnseen,
      onInView: reading.inView,
      onShown(is) {
        isShown = is;
        look();
      },
    });
    const stops = [older.start(), reading.start(), onLookedAt(look), watched.current.close];
    return () => {
      for (const stop of stops) stop();
    };
  }, [reading, older, scroller]);
  const refresh = useCallback(() => watched.current?.refresh(), []);
  const lookAgain = useCallback(() => watched.current?.again(), []);
  return { reading, older, isWatched, refresh, lookAgain };
}
