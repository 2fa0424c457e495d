import { type ServerEvents, serverEvents } from '@livechat/contracts/socket';
import { misfits, type OnFault } from './fault.ts';

export type EventName = keyof ServerEvents;
type Listener<Name extends EventName> = (payload: ServerEvents[Name]) => void;

/** What servers say, checked against the contracts and given to who asked for it. */
export interface EventHub {
  on<Name extends EventName>(name: Name, listener: Listener<Name>): () => void;
  /** Something of that name came. */
  receive(name: string, payload: unknown): void;
}

export function createEventHub(onFault: OnFault): EventHub {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  return {
    on(name, listener) {
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all);
      all.add(listener);
      return () => void all.delete(listener);
    },
    receive(name, payload) {
      if (!isEventName(name)) return onFault({ what: 'unknown-event', name, detail: 'not in the contracts' });
      const read = serverEvents[name].payload.safeParse(payload);
      if (!read.success) return onFault({ what: 'event-does-not-fit', name, detail: misfits(read.error.issues) });
      for (const listener of [...(listeners.get(name) ?? [])]) {
        try {
          listener(read.data as never);
        } catch (err) {
          // One bad listener must not keep an event from the others.
          onFault({ what: 'listener-failed', name, detail: String(Object(err).name) });
        }
      }
    },
  };
}

function isEventName(name: string): name is EventName {
  return Object.hasOwn(serverEvents, name);
}
