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
