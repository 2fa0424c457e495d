import { Principal, type Role } from '@livechat/contracts/actor';
import { Session as SessionAnswer } from '@livechat/contracts/reference/own-routes';
import { z } from 'zod';
import { answered, type CallAnswer, type CallOptions, noAnswer } from './answer.ts';
import { fitting } from './calls.ts';
import type { OnFault } from './fault.ts';
import { createHttp } from './http.ts';
import { defaultLock, type Lock } from './lock.ts';
import { createObservable } from './observable.ts';
import { maxTimerMs, renewalMarginMs, type Session, type SessionState, senderOf } from './session.ts';
import { type KeyValueStorage, memoryStorage } from './storage.ts';
import { withinTimeLimit } from './time-limit.ts';

export interface LoginSessionOptions {
  baseUrl: string;
  /** Where the sign-in is kept; tabs that share it share the sign-in. */
  storage?: KeyValueStorage;
  /** Keeps two tabs from using one refresh token twice, which would end the sign-in as stolen. */
  lock?: Lock;
  onFault?: OnFault;
}

export interface LoginSession extends Session {
  login(
    credentials: { username: string; password: string; role?: Role },
    options?: CallOptions,
  ): Promise<CallAnswer<Principal>>;
  /**
   * Signs out here at once. The services are told once, and only now: without a network the refresh token, which is on no
   * device any more, ends by itself. To tell them later it would have to stay on a device that somebody else may have.
   */
  logout(options?: CallOptions): Promise<CallAnswer<Record<string, never>>>;
  principal(): Principal | undefined;
}

const Kept = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  principal: Principal,
  /** By this device's clock, in milliseconds since 1970. */
  renewAt: z.number(),
});
type Kept = z.infer<typeof Kept>;

const key = 'session';

/** The built-in login, for an installation without a host application. */
export function createLoginSession(options: LoginSessionOptions): LoginSession {
  const { baseUrl, storage = memoryStorage(), lock = defaultLock(), onFault = () => {} } = options;
  const http = createHttp(baseUrl);
  const state = createObservable<SessionState>({ state: 'unknown' });
  const newest = createObservable<string | undefined>(undefined);
  let kept: Kept | undefined;
  let flight: Promise<CallAnswer<string>> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const read = async () => Kept.safeParse(await storage.get(key).catch(() => undefined)).data;

  const adopt = (next: Kept) => {
    kept = next;
    const sender = senderOf(next.principal.role, next.principal.subject);
    const now = state.getSnapshot();
    if (now.state !== 'signed-in' || now.sender !== sender) state.set({ state: 'signed-in', sender });
    newest.set(next.accessToken);
    clearTimeout(timer);
    const waitMs = Math.min(Math.max(next.renewAt - Date.now(), 1_000), maxTimerMs);
    if (!closed) timer = setTimeout(() => void renew(next.accessToken), waitMs);
  };

  const drop = (next: SessionState) => {
    kept = undefined;
    clearTimeout(timer);
    newest.set(undefined);
    state.set(next);
  };

  const keep = async ({ expiresIn, accessToken, refreshToken, principal }: z.infer<typeof SessionAnswer>) => {
    const lifeMs = expiresIn * 1000;
    const next = { accessToken, refreshToken, principal, renewAt: Date.now() + lifeMs - renewalMarginMs(lifeMs) };
    await storage.set(key, next).catch((err: unknown) => {
      onFault({ what: 'storage-failed', name: 'session', detail: String(Object(err).name) });
    });
    adopt(next);
  };

  const ask = (path: string, body: unknown, callOptions: CallOptions = {}) =>
    withinTimeLimit(callOptions, (signal) =>
      fitting(path, SessionAnswer, http({ method: 'POST', path, body, signal }), onFault),
    );

  const loaded = read().then((found) => {
    if (closed || state.getSnapshot().state !== 'unknown') return;
    if (found) adopt(found);
    else state.set({ state: 'signed-out' });
  });

  /** Another tab signed in, or out: it is the same sign-in. A storage that fails says neither. */
  const follow = async () => {
    await loaded;
    const value = await storage.get(key).catch(() => null);
    if (closed || value === null) return;
    const found = Kept.safeParse(value).data;
    if (!found && kept) drop({ state: 'signed-out' });
    if (found && found.refreshToken !== kept?.refreshToken) adopt(found);
  };
  const stopFollowing = storage.watch?.((changed) => {
    if (changed === key) follow();
  });

  const refresh = async (): Promise<CallAnswer<string>> => {
    const found = await read();
    // Another tab was first. Access tokens of one second can be the same, refresh tokens never are.
    if (found && found.refreshToken !== kept?.refreshToken) {
      adopt(found);
      return answered(found.accessToken);
    }
    const current = found ?? kept;
    if (closed || !current) return noAnswer('SIGNED_OUT');
    const answer = await ask('/api/auth/refresh', { refreshToken: current.refreshToken });
    // Signed out meanwhile, here or in another tab: that stays.
    if (!kept) return noAnswer('SIGNED_OUT');
    if (answer.ok) {
      await keep(answer.value);
      return answered(answer.value.accessToken);
    }
    if (answer.kind === 'refused' && answer.code === 'UNAUTHENTICATED') {
      await storage.delete(key).catch(() => {});
      drop({ state: 'ended', reason: answer.detail });
      return noAnswer('SIGNED_OUT');
    }
    return answer;
  };

  const renew = async (old: string): Promise<CallAnswer<string>> => {
    await loaded;
    if (!kept) return noAnswer('SIGNED_OUT');
    if (kept.accessToken !== old) return answered(kept.accessToken);
    flight ??= lock('session', refresh).finally(() => {
      flight = undefined;
    });
    return flight;
  };

  return {
    state,
    newest,
    async token() {
      await loaded;
      if (!kept) return noAnswer('SIGNED_OUT');
      if (Date.now() < kept.renewAt) return answered(kept.accessToken);
      const { accessToken } = kept;
      const renewed = await renew(accessToken);
      // What is left of the old one is better than nothing.
      return renewed.ok || renewed.code === 'SIGNED_OUT' ? renewed : answered(accessToken);
    },
    renew,
    async login(credentials, callOptions) {
      await loaded;
      const answer = await ask('/api/auth/login', credentials, callOptions);
      if (!answer.ok) return answer;
      await keep(answer.value);
      return answered(answer.value.principal);
    },
    async logout(callOptions = {}) {
      await loaded;
      const gone = kept;
      await storage.delete(key).catch(() => {});
      drop({ state: 'signed-out' });
      if (!gone) return answered({});
      const { accessToken: token, refreshToken } = gone;
      const path = '/api/auth/logout';
      return withinTimeLimit(callOptions, (signal) =>
        fitting(path, z.object({}), http({ method: 'POST', path, body: { refreshToken }, token, signal }), onFault),
      );
    },
    principal: () => kept?.principal,
    close() {
      closed = true;
      stopFollowing?.();
      clearTimeout(timer);
    },
  };
}
