/** A value that changes, in the shape that React's `useSyncExternalStore` takes. */
export interface Observable<Value> {
  /** The same reference until the value changes. */
  getSnapshot(): Value;
  /** Calls `listener` after each change; returns how to stop it. */
  subscribe(listener: () => void): () => void;
}

export interface Source<Value> extends Observable<Value> {
  set(value: Value): void;
}

export function createObservable<Value>(initial: Value): Source<Value> {
  const listeners = new Set<() => void>();
  let value = initial;
  return {
    getSnapshot: () => value,
    subscribe(listener) {
      // Wrapped, so that one function that is handed in twice is two subscriptions.
      const own = () => listener();
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
  };
}
