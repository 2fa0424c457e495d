import { Socket } from 'node:net';
import type { ChatSocket } from './server.ts';

type Connection = ChatSocket['conn'];

/** Connections that have something to write in this turn of the event loop. */
let waiting = new Set<() => void>();

/**
 * Frames for one client of the same turn of the event loop leave in one write: a write of its own for each was a third of
 * what a busy instance does. They wait for the end of the turn, no longer. Engine.IO has no hook for it; it writes by
 * its method `flush`, and by nothing else.
 */
export function gatherFrames({ conn }: ChatSocket): void {
  const connection = conn as unknown as { flush(): void };
  const flush = connection.flush.bind(conn);
  const writeAll = () => {
    const tcp = tcpSocketOf(conn);
    tcp?.cork();
    flush();
    tcp?.uncork();
  };
  connection.flush = () => {
    if (waiting.size === 0) setImmediate(endTurn);
    waiting.add(writeAll);
  };
}

function endTurn(): void {
  const now = waiting;
  // What comes of writing belongs to the next turn.
  waiting = new Set();
  for (const writeAll of now) writeAll();
}

/** Under a WebSocket; there is none to hold while a client polls. */
function tcpSocketOf({ transport }: Connection): Socket | undefined {
  const webSocket: unknown = 'socket' in transport ? transport.socket : undefined;
  const tcp =
    typeof webSocket === 'object' && webSocket !== null && '_socket' in webSocket ? webSocket._socket : undefined;
  return tcp instanceof Socket ? tcp : undefined;
}
