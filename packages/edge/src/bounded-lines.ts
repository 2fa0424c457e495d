export interface BoundedLines {
  /** Writes the line, or counts it when `who`, or all together, have had as many in this window as they may. */
  write(who: Record<string, unknown>, line: () => object): void;
  /** Tells what was counted so far. */
  stop(): void;
}

const usual = { ofOne: 20, ofAll: 1_000, windowMs: 60_000 };

/**
 * For lines that a stranger can cause: in each window the first `ofOne` of everybody and the first `ofAll` of all, then
 * one line for each of those with the number of what was left out, and one for all others together.
 */
export function createBoundedLines(log: (line: object) => void, { ofOne, ofAll, windowMs } = usual): BoundedLines {
  // Never more entries than lines were written, however many addresses an attacker has.
  const seen = new Map<string, { who: object; lines: number }>();
  let written = 0;
  let others = 0;
  let timer: NodeJS.Timeout | undefined;

  const end = () => {
    clearTimeout(timer);
    timer = undefined;
    const counted = { outcome: 'REFUSED_MORE', windowSeconds: windowMs / 1_000 };
    for (const { who, lines } of seen.values()) {
      if (lines > ofOne) log({ ...counted, ...who, refused: lines - ofOne });
    }
    if (others > 0) log({ ...counted, refused: others });
    seen.clear();
    written = 0;
    others = 0;
  };

  return {
    write(who, line) {
      timer ??= setTimeout(end, windowMs).unref();
      const key = Object.values(who).join(':');
      const lines = (seen.get(key)?.lines ?? 0) + 1;
      if (lines <= ofOne && written >= ofAll) {
        others += 1;
        return;
      }
      seen.set(key, { who, lines });
      if (lines > ofOne) return;
      written += 1;
      log(line());
    },
    stop: end,
  };
}
