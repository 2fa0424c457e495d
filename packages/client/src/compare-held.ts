import { firstSeq, lastSeq, type MessageWindow } from './message-window.ts';

/** Which of the messages that are held are read again, and when. */
export interface CompareHeld {
  /** Everything is to be read again at the next time, not only the newest page. */
  all(): void;
  /** The newest page, and in turns an older one: all of it after a connection was lost. False when a reading failed. */
  run(window: MessageWindow): Promise<boolean>;
}

/** `compare` reads the page after a seq again, of so many messages. */
export function createCompareHeld(pageSize: number, compare: (after: number) => Promise<boolean>): CompareHeld {
  let isAll = false;
  /** Where the next older page begins that has its turn. */
  let turn = 0;

  return {
    all() {
      isAll = true;
    },
    async run(window) {
      const all = isAll;
      const before = firstSeq(window) - 1;
      const newest = Math.max(before, lastSeq(window) - pageSize);
      if (!(await compare(newest))) return false;
      if (!all && newest > before) {
        turn = Math.max(before, (turn <= before ? newest : turn) - pageSize);
        return compare(turn);
      }
      for (let after = newest - pageSize; all && after > before - pageSize; after -= pageSize) {
        if (!(await compare(Math.max(after, before)))) return false;
      }
      if (all) isAll = false;
      return true;
    },
  };
}
