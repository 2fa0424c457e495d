import type { ConversationSnapshot } from '@livechat/client/open-conversation';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { OlderPages, OlderState } from './older-pages.ts';

/** A quoted message is looked for so far back. */
const pagesToJump = 20;
/** Long enough to be read, and to be heard. */
const noticeMs = 8_000;

export type JumpFailure = 'messageNotFound' | 'messageNotLoaded';

interface Options {
  scroller: RefObject<HTMLElement | null>;
  snapshot: ConversationSnapshot;
  older: OlderPages;
  olderState: OlderState;
  /** All that is loaded is drawn. */
  isDrawn: boolean;
  /** It is there. */
  onFound(line: Element): void;
}

/** Brings a message into view by its id; older pages are loaded until it is there. Says what came of it when it is not. */
export function useJump({ scroller, snapshot, older, olderState, isDrawn, onFound }: Options): {
  jump(id: number): void;
  failure: JumpFailure | undefined;
} {
  const { items, hasOlder } = snapshot;
  const { phase } = olderState;
  const [jumpTo, setJumpTo] = useState<{ id: number; pagesLeft: number }>();
  const [failure, setFailure] = useState<JumpFailure>();
  const latest = useRef(jumpTo);
  latest.current = jumpTo;
  /** For this one a page is on its way. */
  const asked = useRef<object>(undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it may be among what was drawn meanwhile
  useEffect(() => {
    if (!jumpTo) return;
    const line = scroller.current?.querySelector(`[data-message="${jumpTo.id}"]`);
    if (line) {
      onFound(line);
      return setJumpTo(undefined);
    }
    // On its way, or loaded and about to be drawn.
    if (phase === 'loading' || !isDrawn || asked.current === jumpTo) return;
    const { id, pagesLeft } = jumpTo;
    const end = (why: JumpFailure) => {
      setJumpTo(undefined);
      setFailure(why);
    };
    if (!hasOlder || pagesLeft === 0) return end('messageNotFound');
    asked.current = jumpTo;
    older.ask().then((well) => {
      // Another one is looked for by then.
      if (latest.current !== jumpTo) return;
      if (well) setJumpTo({ id, pagesLeft: pagesLeft - 1 });
      else end('messageNotLoaded');
    });
  }, [jumpTo, items, isDrawn, hasOlder, phase, older, onFound, scroller]);

  useEffect(() => {
    if (!failure) return;
    const timer = setTimeout(setFailure, noticeMs, undefined);
    return () => clearTimeout(timer);
  }, [failure]);

  const jump = useCallback((id: number) => {
    setFailure(undefined);
    setJumpTo({ id, pagesLeft: pagesToJump });
  }, []);
  return { jump, failure };
}
