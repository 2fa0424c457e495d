import type { Deadline } from '@livechat/bus/deadline';
import { gather } from '@livechat/bus/gather';
import { tooBusy } from '@livechat/bus/too-busy';
import { createWorkQueue, wasShed } from '@livechat/bus/work-queue';
import type { Failure } from '@livechat/contracts/errors';
import { type Database, isDatabaseOutage } from './db/database.ts';
import type { WhenLocked } from './db/lock-conversations.ts';
import { type Refusal, type Send, type Stored, storeMessages } from './store-messages.ts';

/** A send and the time that its caller still waits. */
export interface DueSend extends Send {
  deadline: Deadline;
}

export type StoreTogether = (send: DueSend) => Promise<Stored | Refusal | Failure<'UNAVAILABLE'>>;

type Outcome = Awaited<ReturnType<StoreTogether>>;

const maxTogether = 100;
/** More than that would take the places of all other conversations while somebody holds this one. */
const maxBehindOne = 50;

/**
 * Stores messages in groups: while one transaction is under way, what comes is gathered for the next (group commit).
 * It has 7 times the throughput of a transaction for each message, and a lone message waits for nobody.
 *
 * A group takes only conversations that are free, so it waits for no lock, and no two groups of any instances can wait for
 * each other. Messages for a conversation that somebody holds go after each other for themselves, those of one
 * conversation together; half of the connections at most wait so. What comes later to such a conversation stays behind
 * them, fifty at most. A message that makes its group fail is found by storing each on its own.
 */
export function createStoreTogether(db: Database, maxConnections: number): StoreTogether {
  const inTransaction = (sends: readonly Send[], whenLocked: WhenLocked) => storeMessages(db, sends, whenLocked);

  const storeAlone = async (send: DueSend): Promise<Outcome> => {
    const [outcome] = await inTransaction([send], 'wait');
    if (outcome === undefined || outcome === 'locked') throw new Error('a message was not decided upon');
    return outcome;
  };

  /** Outcomes of all, or each for itself when one of them made all of them fail. */
  const store = async (sends: DueSend[], whenLocked: WhenLocked) => {
    try {
      return await inTransaction(sends, whenLocked);
    } catch (thrown) {
      if (sends.length === 1 || isDatabaseOutage(thrown)) throw thrown;
      const outcomes: Promise<Outcome>[] = [];
      for (const send of sends) {
        const outcome = storeAlone(send);
        outcomes.push(outcome);
        await outcome.catch(() => {});
      }
      return outcomes;
    }
  };

  const waiters = createWorkQueue({ atOnce: Math.max(1, Math.floor(maxConnections / 2)) });
  const held = new Map<number, { store: StoreTogether; count: number }>();
  const gatherForHeld = () =>
    gather(
      async (sends: DueSend[]): Promise<(Outcome | Promise<Outcome>)[]> => {
        const [first] = sends.toSorted((a, b) => b.deadline.leftMs() - a.deadline.leftMs());
        if (!first) return [];
        const outcomes = await waiters.run(first.deadline, () => store(sends, 'wait'));
        if (wasShed(outcomes)) return sends.map(() => tooBusy());
        return outcomes.map((outcome) => {
          if (outcome === 'locked') throw new Error('a message was not decided upon');
          return outcome;
        });
      },
      { maxTogether },
    );

  const storeHeld: StoreTogether = async (send) => {
    const id = send.input.conversationId;
    const entry = held.get(id) ?? { store: gatherForHeld(), count: 0 };
    if (entry.count >= maxBehindOne) return tooBusy();
    held.set(id, entry);
    entry.count += 1;
    try {
      return await entry.store(send);
    } finally {
      entry.count -= 1;
      if (entry.count === 0) held.delete(id);
    }
  };

  const storeFree = gather(
    async (sends: DueSend[]): Promise<(Outcome | Promise<Outcome>)[]> => {
      const outcomes = await store(sends, 'skip');
      return sends.map((send, index) => {
        const outcome = outcomes[index];
        return outcome === undefined || outcome === 'locked' ? storeHeld(send) : outcome;
      });
    },
    { maxTogether },
  );

  return (send) => (held.has(send.input.conversationId) ? storeHeld(send) : storeFree(send));
}
