import { isSeen, isWhole, joinedPart, type Part } from './is-seen.ts';

/** So finely it is told how much of something is shown: for the end of a message of many screens too. */
const steps = Array.from({ length: 101 }, (_, index) => index / 100);

/** A screen ahead, where the browser can: lines of a block that is flung into view are watched before they are there. */
const ahead = { scrollMargin: '100%' };

export interface WatchedLines {
  /** Lines came or went. */
  refresh(): void;
  /** Tells anew of all that is in view: of what was before it is not known whether it still is. */
  again(): void;
  close(): void;
}

export interface WatchLinesParts {
  scroller: HTMLElement;
  /** Whether it still matters that the line with this answer comes into view. */
  isWanted(seq: number): boolean;
  onInView(seqs: number[]): void;
  /** Whether anything of the list is shown. */
  onShown(isShown: boolean): void;
}

/**
 * Tells which answers are really in view. The browser says it, against what the window shows of the page: in a frame of which
 * the page around it shows a part, in whatever origin, only the lines in that part count. And it says it when something
 * changes, so that nothing is measured while one scrolls; only unread lines of blocks near the view are watched.
 */
export function watchLines({ scroller, isWanted, onInView, onShown }: WatchLinesParts): WatchedLines {
  const blocks = new Set<Element>();
  const near = new Set<Element>();
  const lines = new Set<Element>();
  const inView = new Set<Element>();
  const parts = new Map<Element, Part>();
  let listHeight = 0;

  // They are heard in the order in which they are made: the height of the list comes first.
  const list = new IntersectionObserver(
    (entries) => {
      const entry = entries.at(-1);
      listHeight = entry?.intersectionRect.height ?? 0;
      onShown(entry?.isIntersecting ?? false);
    },
    { threshold: steps },
  );
  const nearby = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) near.add(target);
      else near.delete(target);
    }
    watchNear();
  }, ahead);
  const each = new IntersectionObserver(
    (entries) => {
      for (const { target, boundingClientRect, intersectionRect } of entries) {
        const { top, height } = boundingClientRect;
        const isShown = intersectionRect.height > 0;
        const shown = { from: intersectionRect.top - top, to: intersectionRect.bottom - top, height };
        const part = isShown ? joinedPart(parts.get(target), shown) : undefined;
        if (part) parts.set(target, part);
        const isGoneThrough = part !== undefined && isWhole(part);
        if (isGoneThrough || isSeen(boundingClientRect, intersectionRect, listHeight)) inView.add(target);
        else inView.delete(target);
      }
      onInView([...inView].map(seqOf));
    },
    { threshold: steps },
  );

  const watchNear = () => {
    const wanted = new Set<Element>();
    for (const block of near)
      for (const line of block.querySelectorAll('[data-answer]')) if (isWanted(seqOf(line))) wanted.add(line);
    sync(each, lines, wanted);
    for (const line of inView) if (!wanted.has(line)) inView.delete(line);
  };
  const refresh = () => {
    sync(nearby, blocks, new Set(scroller.querySelectorAll('.block')));
    for (const block of near) if (!blocks.has(block)) near.delete(block);
    watchNear();
  };
  list.observe(scroller);
  refresh();

  return {
    refresh,
    again() {
      for (const observer of [nearby, each]) observer.disconnect();
      for (const known of [blocks, near, lines, inView, parts]) known.clear();
      refresh();
    },
    close() {
      for (const observer of [list, nearby, each]) observer.disconnect();
    },
  };
}

const seqOf = (line: Element) => Number((line as HTMLElement).dataset.answer);

function sync(observer: IntersectionObserver, known: Set<Element>, wanted: ReadonlySet<Element>): void {
  for (const one of known) {
    if (wanted.has(one)) continue;
    observer.unobserve(one);
    known.delete(one);
  }
  for (const one of wanted) {
    if (known.has(one)) continue;
    observer.observe(one);
    known.add(one);
  }
}
