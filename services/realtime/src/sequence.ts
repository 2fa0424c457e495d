/** Messages that came too early are kept up to this number; beyond it the store is asked for them again. */
const maxWaiting = 500;

export type Offered = 'delivered' | 'seen' | 'waiting';

/** Lets the messages of one conversation through in the order of their seqs, each once. */
export interface Sequence<Item> {
  /** The newest seq that was let through; undefined before `start`. */
  last(): number | undefined;
  /** Says where the live part begins: what is up to `seq` is read from the store. Only the first call counts. */
  start(seq: number): void;
  offer(seq: number, item: Item): Offered;
  /** Whether something came that cannot be let through because an earlier one is missing. */
  hasGap(): boolean;
}

export function createSequence<Item>(deliver: (item: Item) => void): Sequence<Item> {
  const waiting = new Map<number, Item>();
  let last: number | undefined;

  const advance = () => {
    if (last === undefined) return;
    for (const seq of waiting.keys()) if (seq <= last) waiting.delete(seq);
    for (let item = waiting.get(last + 1); item !== undefined; item = waiting.get(last + 1)) {
      last += 1;
      waiting.delete(last);
      deliver(item);
    }
  };

  return {
    last: () => last,
    start(seq) {
      if (last !== undefined) return;
      last = seq;
      advance();
    },
    offer(seq, item) {
      if (last !== undefined && seq <= last) return 'seen';
      if (last !== undefined && seq === last + 1) {
        last = seq;
        deliver(item);
        advance();
        return 'delivered';
      }
      if (waiting.size < maxWaiting) waiting.set(seq, item);
      return 'waiting';
    },
    hasGap: () => last !== undefined && waiting.size > 0,
  };
}
