import { createObservable, type Observable } from '@livechat/client/observable';
import type { UserClient } from '@livechat/client/user-client';

export interface Standing {
  /** How many more conversations may be opened; undefined until it is known. */
  conversationsLeft: number | undefined;
}

export interface StandingStore extends Observable<Standing> {
  /** Asks again; what is known stays while there is no answer. */
  check(): void;
}

export function createStanding(client: UserClient): StandingStore {
  const state = createObservable<Standing>({ conversationsLeft: undefined });
  const check = async () => {
    const answer = await client.calls.standing();
    if (answer.ok) state.set({ conversationsLeft: answer.value.remaining.conversations });
  };
  return { getSnapshot: state.getSnapshot, subscribe: state.subscribe, check: () => void check() };
}
