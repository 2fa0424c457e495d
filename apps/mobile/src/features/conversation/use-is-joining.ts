import { type RefObject, useLayoutEffect, useState } from 'react';

/**
 * While older lines join on above, until they are laid out: then the browser is not to keep anything in its place, for counted
 * from the end nothing moves. What it would keep may be the top of a block that grows there.
 */
export function useIsJoining(scroller: RefObject<HTMLElement | null>, firstKey: string | undefined): boolean {
  const [joined, setJoined] = useState(firstKey);
  useLayoutEffect(() => {
    const { current } = scroller;
    const before = current?.scrollTop ?? 0;
    const end = () => {
      // It remembers what it kept before; only when something scrolls it looks for something else to keep.
      if (current && before < 0 && current.scrollTop === before) {
        current.scrollTop = before + 1;
        current.scrollTop = before;
      }
      setJoined(firstKey);
    };
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(end);
    });
    return () => cancelAnimationFrame(frame);
  }, [firstKey, scroller]);
  return joined !== firstKey;
}
