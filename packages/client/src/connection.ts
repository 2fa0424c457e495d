import type { ErrorCode } from '@livechat/contracts/errors';
import { connecting } from '@livechat/contracts/socket';
import type { Socket } from 'socket.io-client';
import type { z } from 'zod';
import { type CallAnswer, type CallOptions, noAnswer } from './answer.ts';
import { backoffMs } from './backoff.ts';
import { fitting } from './calls.ts';
import type { OnFault } from './fault.ts';
import { createObservable, type Observable } from './observable.ts';
import { createEventHub, type EventHub } from './server-events.ts';
import type { Session } from './session.ts';
import { type OpenedSocket, openSocket } from './socket.ts';
import {
  answerOf,
  type SocketInput,
  type SocketOutput,
  type SocketQuestions,
  socketQuestions,
} from './socket-questions.ts';
import { defaultTimeoutMs, withinTimeLimit } from './time-limit.ts';
import { type SilenceWatch, watchSilence } from './watch-silence.ts';

export type ConnectionState =
  | { state: 'connecting' }
  | { state: 'online' }
  /** It tries again by itself in `retryInMs`. */
  | { state: 'offline'; detail: string; retryInMs: number }
  /** The services do not let this person in. A block is asked about again every minute: it may end. */
  | { state: 'refused'; code: ErrorCode | 'SIGNED_OUT'; detail: string };

export interface Connection {
  state: Observable<ConnectionState>;
  on: EventHub['on'];
  /** Says something on the socket; without one it fails at once. */
  ask<Event extends keyof SocketQuestions>(
    event: Event,
    input: SocketInput<Event>,
    options?: CallOptions,
  ): Promise<CallAnswer<SocketOutput<Event>>>;
  /** The network may have changed, or the page was looked at again: tries, or checks the connection, now. */
  hint(): void;
  close(): void;
}

export interface ConnectionOptions {
  baseUrl: string;
  session: Session;
  onFault: OnFault;
}

const backoff = { firstMs: 300, maxMs: 15_000 };
const blockedRetryMs = 60_000;
/** A connection that lasted so long was a good one: the next failure is a first one again. */
const settledMs = 5_000;
/** Tokens that live shorter than the warning before their end would be renewed without pause. */
const minRenewalGapMs = 5_000;

/** Keeps one socket open for as long as the person may have one. */
export function createConnection({ baseUrl, session, onFault }: ConnectionOptions): Connection {
  const state = createObservable<ConnectionState>({ state: 'connecting' });
  const hub = createEventHub(onFault);
  const closing = new AbortController();
  let socket: Socket | undefined;
  /** Ends what waits for an answer on the socket: nobody gives one there any more. */
  const cuts = new Set<() => void>();
  let watch: SilenceWatch | undefined;
  let token = '';
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempting = false;
  let onlineAt = 0;
  let renewedAt = Number.NEGATIVE_INFINITY;

  const later = (waitMs: number) => {
    clearTimeout(timer);
    if (!closing.signal.aborted) timer = setTimeout(() => void attempt(), waitMs);
  };

  const retry = (detail: string, atLeastMs = 0) => {
    const retryInMs = Math.max(atLeastMs, backoffMs(backoff, failures));
    failures += 1;
    later(retryInMs);
    state.set({ state: 'offline', detail, retryInMs });
  };

  const refuse = (code: ErrorCode | 'SIGNED_OUT', detail: string) => {
    clearTimeout(timer);
    if (code === 'BLOCKED') later(blockedRetryMs);
    state.set({ state: 'refused', code, detail });
  };

  const dropSocket = () => {
    watch?.stop();
    watch = undefined;
    const dropped = socket;
    socket = undefined;
    dropped?.removeAllListeners();
    dropped?.close();
    for (const cut of [...cuts]) cut();
  };

  const lost = (detail: string) => {
    if (!socket) return;
    dropSocket();
    if (performance.now() - onlineAt > settledMs) failures = 0;
    if (!closing.signal.aborted) retry(detail);
  };

  const attempt = async () => {
    if (attempting || socket || closing.signal.aborted) return;
    attempting = true;
    clearTimeout(timer);
    // Who is refused stays so until it is known better.
    if (state.getSnapshot().state !== 'refused') state.set({ state: 'connecting' });
    try {
      const opened = await open();
      if (!opened || closing.signal.aborted) {
        if (opened && 'socket' in opened) opened.socket.close();
        return;
      }
      if ('socket' in opened) return accept(opened.socket);
      const { code, detail, retryAfterMs } = opened;
      if (code === 'UNAUTHENTICATED' || code === 'BLOCKED') refuse(code, detail);
      else retry(detail, retryAfterMs);
    } finally {
      attempting = false;
    }
  };

  /** A token that is refused is renewed once. Undefined when there is none, which is said already. */
  const open = async (): Promise<OpenedSocket | undefined> => {
    const options = { baseUrl, timeoutMs: defaultTimeoutMs, signal: closing.signal };
    let asked = await session.token();
    for (let renewed = false; asked.ok; renewed = true) {
      token = asked.value;
      const opened = await openSocket({ ...options, token });
      if ('socket' in opened || opened.code !== 'UNAUTHENTICATED' || renewed) return opened;
      asked = await session.renew(token);
    }
    if (asked.code === 'SIGNED_OUT') refuse('SIGNED_OUT', asked.detail);
    else retry(asked.detail);
    return undefined;
  };

  const accept = (opened: Socket) => {
    socket = opened;
    onlineAt = performance.now();
    opened.onAny((name: string, payload: unknown) => hub.receive(name, payload));
    opened.on('disconnect', (reason) => lost(reason));
    watch = watchSilence(
      opened,
      (timeoutMs) => ask('authenticate', { token }, { timeoutMs }),
      () => lost('the connection is silent'),
    );
    if (!opened.connected) return lost('cut at once');
    state.set({ state: 'online' });
    takeOver();
  };

  /** Gives the socket the newest token in place. */
  const takeOver = async () => {
    const next = session.newest.getSnapshot();
    if (!socket || next === undefined || next === token) return;
    const mine = socket;
    const answer = await ask('authenticate', { token: next });
    if (answer.ok && mine === socket) token = next;
  };

  const ask = async <Event extends keyof SocketQuestions>(
    event: Event,
    input: SocketInput<Event>,
    options: CallOptions = {},
  ): Promise<CallAnswer<SocketOutput<Event>>> => {
    const asked = socket;
    if (!asked) return noAnswer('UNREACHABLE');
    const ends = { ...options, closing: closing.signal };
    const answer = await withinTimeLimit<SocketOutput<Event>, ErrorCode>(ends, (ending) => {
      const acknowledged = new Promise<CallAnswer<unknown>>((resolve) => {
        const cut = () => resolve(noAnswer('UNREACHABLE'));
        cuts.add(cut);
        ending.addEventListener('abort', () => cuts.delete(cut));
        asked.emit(event, input, (answer: unknown) => resolve(answerOf(answer)));
      });
      // The compiler does not follow from the event to its schema.
      const output = socketQuestions[event].output as z.ZodType as z.ZodType<SocketOutput<Event>>;
      return fitting(event, output, acknowledged, onFault);
    });
    // Nobody answers: is anybody there?
    if (!answer.ok && answer.code === 'TIMED_OUT' && event !== 'authenticate') watch?.probe();
    return answer;
  };

  const stops = [
    session.newest.subscribe(() => {
      if (socket) takeOver();
      else if (session.newest.getSnapshot() !== undefined && state.getSnapshot().state === 'refused') later(0);
    }),
    session.state.subscribe(() => {
      const { state: now } = session.state.getSnapshot();
      if (now !== 'signed-out' && now !== 'ended') return;
      dropSocket();
      refuse('SIGNED_OUT', 'Nobody is signed in');
    }),
    hub.on('chat-error', ({ event, code, message }) => {
      if (event !== connecting || code !== 'BLOCKED' || !socket) return;
      dropSocket();
      refuse(code, message);
    }),
    hub.on('auth-expiring', () => {
      if (performance.now() - renewedAt < minRenewalGapMs) return;
      renewedAt = performance.now();
      session.renew(token);
    }),
  ];
  attempt();

  return {
    state,
    on: hub.on,
    ask,
    hint() {
      if (socket) return void watch?.probe();
      failures = 0;
      attempt();
    },
    close() {
      closing.abort();
      clearTimeout(timer);
      for (const stop of stops) stop();
      dropSocket();
    },
  };
}
