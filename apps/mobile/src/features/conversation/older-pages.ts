import { backoffMs } from '@livechat/client/backoff';
import type { ConnectionState } from '@livechat/client/connection';
import { createObservable, type Observable } from '@livechat/client/observable';
import type { OpenConversation } from '@livechat/client/open-conversation';

/** Each pause is half as long again; after so many tries only the person asks again, or a connection that came back. */
const backoff = { firstMs: 1_500, maxMs: 30_000 };
const maxTries = 5;

export interface OlderState {
  phase: 'idle' | 'loading' | 'pausing' | 'ended';
  /** From the first failure until a page came. */
  hasFailed: boolean;
}

/** The pages above what is held, one at a time, and again after a pause when one did not come. */
export interface OlderPages extends Observable<OlderState> {
  /** An older page would be of use. While its turn is to come after a pause, or tries have ended, nothing is asked. */
  want(): void;
  /** The person asks: now, whatever was tried before. False when there is none, or it could not be loaded. */
  ask(): Promise<boolean>;
  /** From here on it tries by itself; returns how to stop that. */
  start(): () => void;
}

export interface OlderPagesParts {
  open: Pick<OpenConversation, 'getSnapshot' | 'loadOlder'>;
  connection: Observable<ConnectionState>;
}

export function createOlderPages({ open, connection }: OlderPagesParts): OlderPages {
  const state = createObservable<OlderState>({ phase: 'idle', hasFailed: false });
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | undefined;
  let isStopped = true;

  const load = async (): Promise<boolean> => {
    clearTimeout(timer);
    state.set({ ...state.getSnapshot(), phase: 'loading' });
    const well = await open.loadOlder();
    running = undefined;
    tries = well ? 0 : tries + 1;
    if (well || !open.getSnapshot().hasOlder) state.set({ phase: 'idle', hasFailed: false });
    else if (tries >= maxTries) state.set({ phase: 'ended', hasFailed: true });
    else {
      if (!isStopped) timer = setTimeout(begin, backoffMs(backoff, tries));
      state.set({ phase: 'pausing', hasFailed: true });
    }
    return well;
  };
  const begin = (): Promise<boolean> => {
    const { hasOlder, loadingOlder } = open.getSnapshot();
    // What was asked for before this was opened comes by itself.
    if (!running && (!hasOlder || loadingOlder)) return Promise.resolve(false);
    running ??= load();
    return running;
  };
  const ask = () => {
    tries = 0;
    return begin();
  };

  return {
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    want() {
      if (state.getSnapshot().phase === 'idle') begin();
    },
    ask,
    start() {
      isStopped = false;
      const stop = connection.subscribe(() => {
        if (connection.getSnapshot().state === 'online' && state.getSnapshot().hasFailed) ask();
      });
      return () => {
        isStopped = true;
        clearTimeout(timer);
        stop();
      };
    },
  };
}
