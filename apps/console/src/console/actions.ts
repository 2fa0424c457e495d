import { createObservable, type Observable } from '@livechat/client/observable';
import { useEffect, useRef } from 'react';

/** Something a person can do now: the command bar lists it, a shortcut does it, a button may too. */
export interface Action {
  /** Names it for shortcuts: `conversation.close`. */
  id: string;
  /** The conversation that is open comes first in the command bar. */
  section: 'conversation' | 'list' | 'navigation' | 'settings';
  label: string;
  run: () => void;
}

export interface Actions extends Observable<readonly Action[]> {
  add(action: Action): () => void;
  run(id: string): boolean;
}

export function createActions(): Actions {
  const all = createObservable<readonly Action[]>([]);
  return {
    getSnapshot: all.getSnapshot,
    subscribe: all.subscribe,
    add(action) {
      all.set([...all.getSnapshot(), action]);
      return () => all.set(all.getSnapshot().filter((other) => other !== action));
    },
    run(id) {
      const action = all.getSnapshot().findLast((one) => one.id === id);
      action?.run();
      return action !== undefined;
    },
  };
}

/** Offers an action while the component is on the screen; undefined offers none. */
export function useAction(actions: Actions, action: Action | undefined): void {
  useActions(actions, action ? [action] : []);
}

/** Offers some, which may be others each time the component is drawn. */
export function useActions(actions: Actions, offered: readonly Action[]): void {
  const newest = useRef(offered);
  newest.current = offered;
  const words = JSON.stringify(offered.map(({ id, section, label }) => ({ id, section, label })));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words say all of them but what they do, which is looked up
  useEffect(() => {
    const stops = newest.current.map(({ id, section, label }) =>
      actions.add({ id, section, label, run: () => newest.current.find((one) => one.id === id)?.run() }),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }, [actions, words]);
}
