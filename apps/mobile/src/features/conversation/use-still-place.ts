import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react';

/** So near to the end counts as being there. */
const nearPx = 80;
const anchorsItself = CSS.supports('overflow-anchor', 'auto');

export interface StillPlace {
  atEnd: RefObject<boolean>;
  toEnd(): void;
  /** Brings this into view. */
  put(line: Element, block: 'start' | 'center'): void;
  /** Whether a person has scrolled since it was put somewhere. */
  hasMoved(): boolean;
  /** Notes what is in view; after each time that somebody scrolled. */
  look(): void;
  /** How many lines are below what is in view. */
  linesBelow(): number;
}

/**
 * Keeps what is in view where it is while lines come in below it, in a scroller whose place is counted from its end; where the
 * browser does not do that itself.
 */
export function useStillPlace(scroller: RefObject<HTMLElement | null>): StillPlace {
  const atEnd = useRef(true);
  const anchor = useRef<{ line: Element; fromEnd: number }>(undefined);

  /** The blocks first: asking for the place of a line in one that is not in view would lay it out. */
  const find = useCallback(() => {
    const { current } = scroller;
    const blocks = current?.querySelectorAll('.block');
    if (!current || !blocks || blocks.length === 0) return { below: 0 };
    const end = current.getBoundingClientRect().bottom - 1;
    const within = startsAbove(blocks, end) - 1;
    const lines = blocks[within]?.children;
    const index = lines ? startsAbove(lines, end) - 1 : -1;
    let below = (lines?.length ?? 0) - index - 1;
    for (let block = within + 1; block < blocks.length; block += 1) below += blocks[block]?.childElementCount ?? 0;
    return { line: lines?.[index], below };
  }, [scroller]);
  const linesBelow = useCallback(() => find().below, [find]);

  const look = useCallback(() => {
    const { current } = scroller;
    if (!current) return;
    atEnd.current = -current.scrollTop < nearPx;
    if (anchorsItself) return;
    const { line } = find();
    anchor.current = line && { line, fromEnd: fromEndOf(line, current) };
  }, [scroller, find]);

  const putAt = useRef(0);
  const toEnd = useCallback(() => {
    atEnd.current = true;
    anchor.current = undefined;
    putAt.current = 0;
    scroller.current?.scrollTo({ top: 0 });
  }, [scroller]);
  const put = useCallback(
    (line: Element, block: 'start' | 'center') => {
      line.scrollIntoView({ block });
      putAt.current = scroller.current?.scrollTop ?? 0;
      look();
    },
    [scroller, look],
  );
  const hasMoved = useCallback(() => Math.abs((scroller.current?.scrollTop ?? 0) - putAt.current) > 1, [scroller]);

  useLayoutEffect(() => {
    const { current } = scroller;
    if (anchorsItself || !current || !anchor.current?.line.isConnected || atEnd.current) return;
    const moved = fromEndOf(anchor.current.line, current) - anchor.current.fromEnd;
    if (Math.abs(moved) >= 1) current.scrollTop += moved;
  });

  return { atEnd, toEnd, put, hasMoved, look, linesBelow };
}

/** How many of them, which stand in their order, begin above this edge. */
function startsAbove(elements: ArrayLike<Element>, edge: number): number {
  let [low, high] = [0, elements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((elements[middle]?.getBoundingClientRect().top ?? 0) < edge) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** From the end of what is shown, and not from its top: a keyboard that opens takes from there. */
function fromEndOf(line: Element, scroller: Element): number {
  return line.getBoundingClientRect().bottom - scroller.getBoundingClientRect().bottom;
}
