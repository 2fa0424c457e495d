import { createInbox, type Msg, type MsgHdrs, type NatsConnection } from 'nats';
import type { Log } from './log.ts';
import type { ConnectionState } from './watch-connection.ts';

/**
 * One request over NATS: resolves to its reply, rejects when nobody serves the subject, when the time is over, or as soon
 * as the server is away.
 */
export type Ask = (subject: string, payload: string, options: AskOptions) => Promise<Msg>;

export interface AskOptions {
  headers: MsgHdrs;
  timeoutMs: number;
}

interface Waiting {
  resolve(reply: Msg): void;
  reject(reason: Error): void;
}

/**
 * Request multiplexing: all replies come to one inbox of this process and are told apart by a number. The NATS client has
 * the like; it makes two promises that race, an error with a stack and a random name for each request, which was a sixth
 * of what a request costs.
 */
export function createAsk(
  connection: NatsConnection,
  { inboxPrefix, state, log }: { inboxPrefix: string; state: Pick<ConnectionState, 'onAway'>; log: Log },
): Ask {
  const inbox = `${createInbox(inboxPrefix)}.`;
  const waiting = new Map<string, Waiting>();
  let count = 0;

  const listen = () =>
    connection.subscribe(`${inbox}*`, {
      callback(err, reply) {
        if (err) return log.error({ err }, 'cannot listen for replies');
        const one = waiting.get(reply.subject.slice(inbox.length));
        if (!one) return;
        // What the server says when nobody listens.
        if (reply.data.length === 0 && reply.headers?.code === 503) one.reject(new Error('nobody serves it'));
        else one.resolve(reply);
      },
    });
  state.onAway(() => {
    for (const { reject } of waiting.values()) reject(new Error('NATS is away'));
  });

  return (subject, payload, { headers, timeoutMs }) =>
    new Promise((resolve, reject) => {
      // Not before: who asks nobody may have no inbox.
      if (count === 0) listen();
      count += 1;
      const number = count.toString(36);
      const end = () => {
        waiting.delete(number);
        clearTimeout(timer);
      };
      const one: Waiting = {
        resolve(reply) {
          end();
          resolve(reply);
        },
        reject(reason) {
          end();
          reject(reason);
        },
      };
      const timer = setTimeout(() => one.reject(new Error('timeout')), timeoutMs);
      waiting.set(number, one);
      try {
        connection.publish(subject, payload, { reply: inbox + number, headers });
      } catch (err) {
        one.reject(err instanceof Error ? err : new Error(String(err)));
      }
    });
}
