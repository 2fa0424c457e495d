/**
 * Gives a function from an index to the index of the first match at or after it (infinite when there is none). The
 * indexes asked for must not go down; then all questions together read the text once.
 */
export function nextMatch(text: string, pattern: RegExp): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found < from) {
      pattern.lastIndex = from;
      found = pattern.exec(text)?.index ?? Number.POSITIVE_INFINITY;
    }
    return found;
  };
}
