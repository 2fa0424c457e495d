import type { Bus } from '@livechat/bus/connect';
import type { Log } from '@livechat/bus/log';
import type { Service } from '@livechat/contracts/actor';
import { listRevocations, type Revocation, sessionRevoked } from '@livechat/contracts/identity/sessions';
import { askUntilAnswered } from './ask-until-answered.ts';

/** By what a token can be revoked. */
export interface RevocableToken {
  tokenHash: string;
  family: string | undefined;
}

export interface Revocations {
  covers(token: RevocableToken): boolean;
  /** Runs whenever something was revoked; for what is open already. */
  onRevoked(listener: () => void): void;
  /** Resolves when this instance knows what was revoked before it started. */
  ready: Promise<void>;
}

const sweepEveryMs = 60_000;

/**
 * What is revoked, known to each instance by itself: told at once by a signal, and asked for at the start and after
 * every cut, when signals may have gone unheard.
 */
export function watchRevocations(bus: Bus, service: Service, log: Log): Revocations {
  /** Until when, in milliseconds since 1970, by key. */
  const revoked = new Map<string, number>();
  const listeners: (() => void)[] = [];

  const learn = (revocations: readonly Revocation[]) => {
    for (const { key, expiresAt } of revocations) revoked.set(key, Date.parse(expiresAt));
    if (revocations.length > 0) for (const listener of listeners) listener();
  };

  const ask = () =>
    askUntilAnswered(bus, service, listRevocations, {})
      .then((answer) => learn(answer.revocations))
      .catch((err: unknown) => log.error({ err }, 'cannot ask what is revoked'));

  bus.subscribeSignal(sessionRevoked, undefined, ({ revocations }) => learn(revocations));
  bus.onReconnect(ask);
  setInterval(() => {
    for (const [key, expiresAt] of revoked) if (expiresAt < Date.now()) revoked.delete(key);
  }, sweepEveryMs).unref();

  return {
    covers: ({ tokenHash, family }) =>
      revoked.has(`token:${tokenHash}`) || (family !== undefined && revoked.has(`family:${family}`)),
    onRevoked: (listener) => void listeners.push(listener),
    ready: ask(),
  };
}
