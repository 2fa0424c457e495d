import type { Lock } from './lock.ts';

/** Who may touch what waits for one conversation: of all tabs one at a time, and only on what the others left. */
export interface OutboxTurns {
  /** Waits until nobody else has the turn. */
  take<Value>(name: string, work: () => Promise<Value>): Promise<Value>;
  /** In the next turn of this client, before what that was taken for; at once while it has one, which lasts until it is done. */
  join<Value>(name: string, work: () => Promise<Value>): Promise<Value>;
}

export function createOutboxTurns(lock: Lock, reload: () => Promise<void>): OutboxTurns {
  const held = new Map<string, Set<Promise<unknown>>>();
  const waiting = new Map<string, (() => Promise<void>)[]>();
  const take = <Value>(name: string, work: () => Promise<Value>) =>
    lock(name, async () => {
      await reload();
      const joined = new Set<Promise<unknown>>();
      held.set(name, joined);
      try {
        for (const begin of waiting.get(name)?.splice(0) ?? []) await begin();
        return await work();
      } finally {
        while (joined.size > 0) await Promise.allSettled([...joined]);
        held.delete(name);
      }
    });
  return {
    take,
    join(name, work) {
      const joined = held.get(name);
      if (joined) {
        const run = work();
        joined.add(run);
        const done = () => void joined.delete(run);
        run.then(done, done);
        return run;
      }
      return new Promise((resolve, reject) => {
        const queue = waiting.get(name) ?? [];
        waiting.set(name, queue);
        queue.push(() => work().then(resolve, reject));
        take(name, async () => undefined).catch(reject);
      });
    },
  };
}
