import { answered, type CallAnswer, noAnswer } from './answer.ts';
import { createObservable } from './observable.ts';
import { maxTimerMs, readToken, renewalMarginMs, type Session, type SessionState, unknownSender } from './session.ts';

export interface HostSessionOptions {
  /**
   * A token for the person; null when they signed out and there is none any more. Throws when it cannot be had now, for
   * want of a network for one. `renew` is true when the last one will not do.
   */
  getToken(renew: boolean): Promise<string | null> | string | null;
  /** Who it is, if that is known before there is a token: then what waits for the network is shown at once. */
  sender?: string;
}

export interface HostSession extends Session {
  /** Asks the host application again after the session ended. */
  resume(): Promise<void>;
}

/** Tokens come from the host application, which signs its people in itself. */
export function createHostSession({ getToken, sender }: HostSessionOptions): HostSession {
  const state = createObservable<SessionState>(
    sender === undefined ? { state: 'unknown' } : { state: 'signed-in', sender },
  );
  const newest = createObservable<string | undefined>(undefined);
  let flight: Promise<CallAnswer<string>> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const leftMs = (token: string) => {
    const { issuedAt = 0, expiresAt = Number.POSITIVE_INFINITY } = readToken(token);
    return expiresAt - Date.now() - renewalMarginMs(expiresAt - issuedAt);
  };

  const renewInTime = (token: string) => {
    clearTimeout(timer);
    const waitMs = leftMs(token);
    // A clock that is far off would renew without end: then the services' own words decide.
    if (!closed && waitMs > 0 && waitMs <= maxTimerMs) timer = setTimeout(() => void fetchToken(true), waitMs);
  };

  const fetchNow = async (renew: boolean): Promise<CallAnswer<string>> => {
    let token: string | null;
    try {
      token = await getToken(renew);
    } catch {
      // The host application's own network, most likely.
      return noAnswer('UNREACHABLE');
    }
    if (closed) return noAnswer('SIGNED_OUT');
    if (token === null) {
      newest.set(undefined);
      state.set({ state: 'ended', reason: 'the host application has no token' });
      return noAnswer('SIGNED_OUT');
    }
    const now = state.getSnapshot();
    const who = sender ?? readToken(token).sender ?? unknownSender;
    if (now.state !== 'signed-in' || now.sender !== who) state.set({ state: 'signed-in', sender: who });
    newest.set(token);
    renewInTime(token);
    return answered(token);
  };

  const fetchToken = (renew: boolean) => {
    flight ??= fetchNow(renew).finally(() => {
      flight = undefined;
    });
    return flight;
  };

  return {
    state,
    newest,
    async token() {
      if (state.getSnapshot().state === 'ended') return noAnswer('SIGNED_OUT');
      const token = newest.getSnapshot();
      return token === undefined ? fetchToken(false) : answered(token);
    },
    async renew(old) {
      if (state.getSnapshot().state === 'ended') return noAnswer('SIGNED_OUT');
      const token = newest.getSnapshot();
      return token !== undefined && token !== old ? answered(token) : fetchToken(true);
    },
    async resume() {
      await fetchToken(true);
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
