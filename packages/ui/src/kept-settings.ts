import { createObservable, type Observable } from '@livechat/client/observable';
import type { z } from 'zod';

export interface KeptSettings<Settings> extends Observable<Settings> {
  change(change: Partial<Settings>): void;
  /** Each person has their own on a shared device; nobody's are those of the sign-in screen. */
  ofPerson(sender: string | undefined): void;
}

/** What one person chose in an app, on this device. `schema` has a value for all that is missing or no longer fits. */
export function createKeptSettings<Settings extends object>(
  storage: Storage,
  app: string,
  schema: z.ZodType<Settings>,
): KeptSettings<Settings> {
  const keyOf = (sender: string | undefined) => `livechat/${app}/settings/${sender ?? 'nobody'}`;
  let key = keyOf(undefined);
  const read = () => schema.parse(kept(storage, key));
  const state = createObservable(read());
  const hear = (event: StorageEvent) => {
    if (event.key === key) state.set(read());
  };
  // For as long as the page is there.
  globalThis.addEventListener?.('storage', hear);
  return {
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    change(change) {
      // Another tab may have changed others since; what could not be kept holds all the same.
      const found = kept(storage, key);
      const others = Object.keys(found).length > 0 ? schema.parse(found) : {};
      const next = { ...state.getSnapshot(), ...others, ...change };
      state.set(next);
      try {
        storage.setItem(key, JSON.stringify(next));
      } catch {
        // A full or forbidden storage: the choice holds until the page is left.
      }
    },
    ofPerson(sender) {
      key = keyOf(sender);
      state.set(read());
    },
  };
}

/** What stands in the storage; nothing where there is none, or none may be used. */
function kept(storage: Storage, key: string): object {
  try {
    return Object(JSON.parse(storage.getItem(key) ?? '{}'));
  } catch {
    return {};
  }
}
