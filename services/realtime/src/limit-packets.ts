import { createEventBudget } from './event-budget.ts';
import type { ChatServer, ChatSocket } from './server.ts';

type Connection = ChatSocket['conn'];

/**
 * Ends a connection that sends packets without end. Events of a socket are counted by themselves and refused before;
 * this is for all that is no event of one: CONNECT, acknowledgements nobody asked for, other namespaces.
 */
export function limitPackets(engine: ChatServer['engine']): void {
  engine.on('connection', (conn: Connection) => {
    const budget = createEventBudget();
    conn.on('packet', ({ type }: { type: string }) => {
      if (type === 'message' && budget.spend() === 'exhausted') conn.close(true);
    });
  });
}

const maxAttempts = 3;

export interface ConnectAttempts {
  /** False when another one is under way or has succeeded on this connection, or too many were refused. */
  begin(conn: Connection): boolean;
  refused(conn: Connection): void;
}

/** A connection carries one socket. Socket.IO makes one more for each CONNECT that comes before the first is admitted. */
export function createConnectAttempts(): ConnectAttempts {
  const refusals = new WeakMap<Connection, number>();
  const taken = new WeakSet<Connection>();
  return {
    begin(conn) {
      if (taken.has(conn) || (refusals.get(conn) ?? 0) >= maxAttempts) return false;
      taken.add(conn);
      return true;
    },
    refused(conn) {
      taken.delete(conn);
      refusals.set(conn, (refusals.get(conn) ?? 0) + 1);
    },
  };
}
