import { type EventContract, type Payload, type SignalContract, subjectOf } from '@livechat/contracts/contract';
import { headers, type Msg, type NatsConnection } from 'nats';
import type { Ask } from './ask.ts';
import type { BusyPeers } from './busy-peers.ts';
import { readTrace, writeBusy, writeTrace } from './headers.ts';
import type { Log } from './log.ts';
import { type BusObserver, eventName } from './observer.ts';
import { ensureStreams } from './streams.ts';

export interface EncodedEvent {
  /** Unique for ever: the stream drops a second one of the same id. */
  id: string;
  subject: string;
  payload: string;
}

export interface Subscription {
  /** Resolves when the server knows of the subscription: what is published from then on is heard. */
  ready: Promise<void>;
  stop(): void;
}

export interface Events {
  /** One publish that subscribers have at once; resolves when the stream has it too. Rejects when it is not known to. */
  publishEvent(event: EncodedEvent): Promise<void>;
  subscribeEvent<E extends EventContract>(
    contract: E,
    conversationId: number | '*',
    listener: (payload: Payload<E>) => void,
  ): Subscription;
  /** Told once, to who listens now. Nothing is known of who heard it. */
  publishSignal<S extends SignalContract>(contract: S, conversationId: number | undefined, payload: Payload<S>): void;
  /** Without a conversation id for a signal that is about none. */
  subscribeSignal<S extends SignalContract>(
    contract: S,
    conversationId: number | undefined,
    listener: (payload: Payload<S>) => void,
  ): Subscription;
  ensureStreams(replicas: number): Promise<void>;
}

const streamTimeoutMs = 2_000;

interface EventsOptions {
  ask: Ask;
  log: Log;
  observer: BusObserver;
  peers: Pick<BusyPeers, 'heard'>;
  /** Told along with each event: a door that asks nothing hears of it too. */
  isBusy(): boolean;
}

export function createEvents(connection: NatsConnection, { ask, log, observer, peers, isBusy }: EventsOptions): Events {
  /** Who has two subscriptions that an event fits gets it twice, one right after the other, and reads it once. */
  let last: { contract: unknown; text: string; payload: unknown } | undefined;
  const read = <C extends EventContract | SignalContract>(contract: C, text: string) => {
    if (last?.contract !== contract || last.text !== text) {
      last = { contract, text, payload: contract.payload.safeParse(parse(text)) };
    }
    return last.payload as ReturnType<C['payload']['safeParse']>;
  };

  const subscribe = <C extends EventContract | SignalContract>(
    contract: C,
    subject: string,
    listener: (payload: Payload<C>) => void,
  ): Subscription => {
    const name = eventName(contract.subject);
    const subscription = connection.subscribe(subject, {
      callback(err, message) {
        if (err) return log.error({ err, event: contract.name }, 'cannot listen');
        peers.heard(message.headers);
        const payload = read(contract, message.string());
        if (!payload.success) {
          return log.error(
            { event: contract.name, issues: payload.error.issues },
            'an event does not fit its contract',
          );
        }
        try {
          observer.receive(name, readTrace(message.headers), () => listener(payload.data as Payload<C>));
        } catch (thrown) {
          // What is thrown here would reach the NATS client's reader and end the connection.
          log.error({ err: thrown, event: contract.name }, 'an event could not be handled');
        }
      },
    });
    const ready = connection.flush();
    // Who does not wait for it must not fall over it either: a connection may close in between.
    ready.catch(() => {});
    return { ready, stop: () => subscription.unsubscribe() };
  };

  return {
    async publishEvent({ id, subject, payload }) {
      await observer.publish(eventName(subject), (trace) => {
        const written = writeTrace(trace) ?? headers();
        if (isBusy()) writeBusy(written);
        written.set('Nats-Msg-Id', id);
        return ask(subject, payload, { headers: written, timeoutMs: streamTimeoutMs }).then(checkTaken);
      });
    },
    subscribeEvent: (contract, conversationId, listener) =>
      subscribe(contract, subjectOf(contract, conversationId), listener),
    publishSignal(contract, conversationId, payload) {
      observer.publish(eventName(contract.subject), (trace) => {
        const traced = writeTrace(trace);
        const subject = signalSubject(contract, conversationId);
        connection.publish(subject, JSON.stringify(payload), traced && { headers: traced });
      });
    },
    subscribeSignal: (contract, conversationId, listener) =>
      subscribe(contract, signalSubject(contract, conversationId), listener),
    ensureStreams: (replicas) => ensureStreams(connection, replicas),
  };
}

/** What a stream says to who publishes into it (JetStream's publish acknowledgement). */
function checkTaken(reply: Msg): void {
  const { stream, error } = reply.json<{ stream?: string; error?: { description?: string } }>();
  if (stream === undefined) throw new Error(error?.description ?? 'no stream took it');
}

function signalSubject(contract: SignalContract, conversationId: number | undefined): string {
  return conversationId === undefined ? contract.subject : subjectOf(contract, conversationId);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
