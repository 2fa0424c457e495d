import { AsyncLocalStorage } from 'node:async_hooks';

export interface GatherOptions<Piece> {
  /** How many are done together at most. */
  maxTogether: number;
  /** How much they may weigh together, when some are much more work than others; a single one may weigh more. */
  weight?: { of(piece: Piece): number; most: number };
  /** How many groups may be under way. */
  atOnce?: number;
}

/** Of a group whose first piece came when others were waiting. */
const noContext = AsyncLocalStorage.snapshot();

/**
 * Does many pieces of work together that would cost as much one by one. What comes while a group is under way is gathered
 * for the next one; what comes alone goes at once, since waiting for company would cost it more than company saves.
 * `run` gives one outcome for each piece, in their order; an outcome that is a promise does not hold up the next group.
 */
export function gather<Piece, Outcome>(
  run: (pieces: Piece[]) => Promise<(Outcome | Promise<Outcome>)[]>,
  { maxTogether, weight, atOnce = 1 }: GatherOptions<Piece>,
): (piece: Piece) => Promise<Outcome> {
  interface Waiting {
    piece: Piece;
    /** A group is traced as part of what its first piece is part of; to take it of each would cost more than the rest. */
    inContext: ReturnType<typeof AsyncLocalStorage.snapshot> | undefined;
    resolve(outcome: Outcome | Promise<Outcome>): void;
    reject(thrown: unknown): void;
  }
  let waiting: Waiting[] = [];
  let running = 0;
  /** One that has not taken its pieces yet takes all there are. */
  let starting = false;

  const takeGroup = (): Waiting[] => {
    let sum = 0;
    const end = waiting.findIndex(({ piece }, index) => {
      sum += weight?.of(piece) ?? 0;
      return index >= maxTogether || (index > 0 && sum > (weight?.most ?? 0));
    });
    const group = end < 0 ? waiting : waiting.slice(0, end);
    waiting = end < 0 ? [] : waiting.slice(end);
    return group;
  };

  const runNext = async () => {
    running += 1;
    starting = true;
    // At the end of this turn of the event loop: what one packet of the bus brought belongs together.
    await new Promise(setImmediate);
    starting = false;
    const group = takeGroup();
    startIfFree();
    try {
      const runGroup = () => run(group.map(({ piece }) => piece));
      const outcomes = await (group[0]?.inContext ?? noContext)(runGroup);
      for (const [index, { resolve, reject }] of group.entries()) {
        const outcome = outcomes?.[index];
        if (outcome === undefined) reject(new Error('a piece of work came to nothing'));
        else resolve(outcome);
      }
    } catch (thrown) {
      for (const { reject } of group) reject(thrown);
    }
    running -= 1;
    startIfFree();
  };

  const startIfFree = () => {
    if (waiting.length > 0 && !starting && running < atOnce) void runNext();
  };

  return (piece) =>
    new Promise((resolve, reject) => {
      const inContext = waiting.length === 0 ? AsyncLocalStorage.snapshot() : undefined;
      waiting.push({ piece, inContext, resolve, reject });
      startIfFree();
    });
}
