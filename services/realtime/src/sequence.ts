/** What came too early is kept up to this number; beyond it the store is asked for it again. */
const maxWaiting = 500;

export type Offered = 'delivered' | 'seen' | 'waiting';

/** Lets what happens in one conversation through in the order of its numbers, each once. */
export interface Sequence<Item> {
  /** The newest number that was let through; undefined before `start`. */
  last(): number | undefined;
  /** Says where the live part begins: what is up to `number` is read from the store. Only the first call counts. */
  start(number: number): void;
  /** What is up to `number` was read from the store since, so that it is not waited for any more. */
  skipTo(number: number): void;
  offer(number: number, item: Item): Offered;
  /** Whether something came that cannot be let through because an earlier one is missing. */
  hasGap(): boolean;
}

export function createSequence<Item>(deliver: (item: Item) => void): Sequence<Item> {
  const waiting = new Map<number, Item>();
  let last: number | undefined;

  const advance = () => {
    if (last === undefined) return;
    for (const number of waiting.keys()) if (number <= last) waiting.delete(number);
    for (let item = waiting.get(last + 1); item !== undefined; item = waiting.get(last + 1)) {
      last += 1;
      waiting.delete(last);
      deliver(item);
    }
  };

  return {
    last: () => last,
    start(number) {
      if (last !== undefined) return;
      last = number;
      advance();
    },
    skipTo(number) {
      if (last === undefined || number <= last) return;
      last = number;
      advance();
    },
    offer(number, item) {
      if (last !== undefined && number <= last) return 'seen';
      if (last !== undefined && number === last + 1) {
        last = number;
        deliver(item);
        advance();
        return 'delivered';
      }
      if (waiting.size < maxWaiting) waiting.set(number, item);
      return 'waiting';
    },
    hasGap: () => last !== undefined && waiting.size > 0,
  };
}
