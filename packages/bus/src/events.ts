import { type EventContract, type Payload, subjectOf } from '@livechat/contracts/contract';
import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from 'nats';
import type { Log } from './log.ts';
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
  ensureStreams(replicas: number): Promise<void>;
}

export function createEvents(connection: NatsConnection, log: Log): Events {
  const stream = jetstream(connection, { timeout: 2_000 });
  return {
    async publishEvent({ id, subject, payload }) {
      await stream.publish(subject, payload, { msgID: id, timeout: 2_000, retries: 0 });
    },
    subscribeEvent(contract, conversationId, listener) {
      const subscription = connection.subscribe(subjectOf(contract, conversationId), {
        callback(err, message) {
          if (err) return log.error({ err, event: contract.name }, 'cannot listen for events');
          const payload = contract.payload.safeParse(parse(message.string()));
          if (!payload.success) {
            return log.error(
              { event: contract.name, issues: payload.error.issues },
              'an event does not fit its contract',
            );
          }
          try {
            listener(payload.data as Payload<typeof contract>);
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
    },
    ensureStreams: (replicas) => ensureStreams(connection, replicas),
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
