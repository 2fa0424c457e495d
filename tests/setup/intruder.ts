import type { BusUser } from '@livechat/contracts/permissions';
import { errors, type NatsConnection } from 'nats';
import { expect } from 'vitest';
import { connectNats } from './nats.ts';

/** The name of connections that are there to be refused; `nothing-denied.ts` lets them try. */
export const intruderName = 'intruder';

/** Somebody with the credentials of a service. */
export interface Intruder {
  connection: NatsConnection;
  /** Subscribes; a queue group stands after a space. */
  listen(entry: string): void;
  /** The subjects of what it heard, wherever it listens. */
  heard: string[];
  /** Waits until NATS has refused this and no more: `publish <subject>`, `subscription <subject> [<queue>]`. */
  expectRefused(expected: string[]): Promise<void>;
}

export async function intrude(user: BusUser | 'nobody'): Promise<Intruder> {
  const connection = await connectNats(user, { name: intruderName });
  const refused = new Set<string>();
  const heard: string[] = [];
  (async () => {
    for await (const status of connection.status()) {
      if (status.type !== 'error' || !(status.error instanceof errors.PermissionViolationError)) continue;
      const { operation, subject, queue } = status.error;
      refused.add(queue ? `${operation} ${subject} ${queue}` : `${operation} ${subject}`);
    }
  })();
  return {
    connection,
    heard,
    listen(entry) {
      const [subject = '', queue] = entry.split(' ');
      connection.subscribe(subject, {
        ...(queue && { queue }),
        callback(err, message) {
          if (!err) heard.push(message.subject);
        },
      });
    },
    async expectRefused(expected) {
      // What NATS has to say about all that was sent stands before its answer to this.
      await connection.flush();
      await expect.poll(() => [...refused].sort()).toEqual([...new Set(expected)].sort());
    },
  };
}
