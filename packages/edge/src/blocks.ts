import type { Bus } from '@livechat/bus/connect';
import type { Log } from '@livechat/bus/log';
import type { Principal, Service } from '@livechat/contracts/actor';
import { type Failure, fail } from '@livechat/contracts/errors';
import { type Block, listBlocks, userBlocked } from '@livechat/contracts/identity/block-user';
import { askUntilAnswered } from './ask-until-answered.ts';

export interface Blocks {
  /** Why this person's calls are refused; undefined for who may go on. */
  refusal(principal: Principal): Failure<'BLOCKED'> | undefined;
  /** Runs whenever somebody may be blocked who was not; for what is open already. */
  onBlocked(listener: () => void): void;
  /** Resolves when this instance knows who was blocked before it started. */
  ready: Promise<void>;
}

const sweepEveryMs = 60_000;

/**
 * Which users are blocked, known to each instance by itself: told at once by a signal, and asked for at the start and
 * after every cut, when signals may have gone unheard.
 */
export function watchBlocks(bus: Bus, service: Service, log: Log): Blocks {
  /** Until when, in milliseconds since 1970, by user. */
  let blocked = new Map<number, number>();
  /** What is told while a question is under way is newer than its answer. */
  let told: Told[] | undefined;
  const listeners: (() => void)[] = [];
  const tellListeners = () => {
    for (const listener of listeners) listener();
  };

  const apply = (one: Told) => {
    if (one.blocked) blocked.set(one.userId, endOf(one));
    else blocked.delete(one.userId);
  };

  const readAll = async () => {
    told = [];
    const all = new Map<number, number>();
    for (let after = 0, hasMore = true; hasMore; ) {
      const page = await askUntilAnswered(bus, service, listBlocks, { afterUserId: after });
      for (const block of page.blocks) all.set(block.userId, endOf(block));
      after = page.blocks.at(-1)?.userId ?? after;
      hasMore = page.hasMore;
    }
    blocked = all;
    for (const one of told) apply(one);
    told = undefined;
    if (blocked.size > 0) tellListeners();
  };
  // One after the other, so that an older answer never replaces a newer one.
  let asked: Promise<void> = Promise.resolve();
  const ask = () => {
    asked = asked.then(readAll).catch((err: unknown) => log.error({ err }, 'cannot ask who is blocked'));
    return asked;
  };

  bus.subscribeSignal(userBlocked, undefined, (one) => {
    told?.push(one);
    apply(one);
    if (one.blocked) tellListeners();
  });
  bus.onReconnect(ask);
  setInterval(() => {
    for (const [userId, end] of blocked) if (end < Date.now()) blocked.delete(userId);
  }, sweepEveryMs).unref();

  return {
    refusal({ role, id }) {
      const end = role === 'user' ? blocked.get(id) : undefined;
      return end !== undefined && end > Date.now() ? fail('BLOCKED') : undefined;
    },
    onBlocked: (listener) => void listeners.push(listener),
    ready: ask(),
  };
}

type Told = Block & { blocked: boolean };

const endOf = ({ until }: Block) => (until === null ? Number.POSITIVE_INFINITY : Date.parse(until));
