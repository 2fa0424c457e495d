/** Of a line so much may be hidden: less than half the height of its letters. */
const hiddenPx = 8;
/** Of a long one so much must be shown in any case: three lines of text. */
const leastPx = 72;

interface Edges {
  bottom: number;
  height: number;
}

/**
 * Whether a message that is shown so far counts as seen: all of it; or, if it takes more than half of what is shown of the
 * list, its end and enough of it to fill that half. Who scrolls to the end of a long message has gone through it.
 */
export function isSeen(line: Edges, shown: Edges, listHeight: number): boolean {
  if (shown.height === 0) return false;
  if (line.height - shown.height <= hiddenPx) return true;
  const enough = Math.max(listHeight / 2, leastPx);
  return line.height > enough && shown.height >= enough && line.bottom - shown.bottom <= hiddenPx;
}

/** What was shown of a line, counted from its top. */
export interface Part {
  from: number;
  to: number;
  /** Of the line: when it is laid out anew the parts are others. */
  height: number;
}

/**
 * A line at the edge of the screen is cut before a step of a whole screen, as a key makes it, and cut at its other end after
 * it: in no moment all of it was shown, and yet a person saw it. Parts that do not adjoin are not joined.
 */
export function joinedPart(before: Part | undefined, now: Part): Part {
  if (!before || before.height !== now.height) return now;
  if (now.from - before.to > hiddenPx || before.from - now.to > hiddenPx) return now;
  return { from: Math.min(before.from, now.from), to: Math.max(before.to, now.to), height: now.height };
}

export function isWhole({ from, to, height }: Part): boolean {
  return height > 0 && height - (to - from) <= hiddenPx;
}
