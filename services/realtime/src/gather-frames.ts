import { Socket } from 'node:net';
import { createFrameJoiner, type Packet } from './join-frames.ts';
import type { ChatSocket } from './server.ts';

/** Of Engine.IO's, what has no types. */
interface Connection {
  writeBuffer: Packet[];
  transport: {
    name: string;
    writable: boolean;
    perMessageDeflate?: unknown;
    /** The WebSocket, with the TCP socket beneath it. */
    socket?: { _socket?: unknown };
  };
  flush(): void;
}

type JoinFrames = ReturnType<typeof createFrameJoiner>;

/** Connections that have something to write in this turn of the event loop. */
let waiting = new Set<(join: JoinFrames) => void>();

/**
 * Frames for one client of the same turn of the event loop leave in one write: a write of its own for each was a third of
 * what a busy instance does. They wait for the end of the turn, no longer. Engine.IO has no hook for it; it writes by
 * its method `flush`, and by nothing else.
 */
export function gatherFrames({ conn }: ChatSocket): void {
  const connection = conn as unknown as Connection;
  const flush = connection.flush.bind(conn);
  const writeAll = (join: JoinFrames) => {
    if (takesFrames(connection)) connection.writeBuffer = join(connection.writeBuffer);
    const tcp = connection.writeBuffer.length > 1 ? tcpSocketOf(connection) : undefined;
    tcp?.cork();
    flush();
    tcp?.uncork();
  };
  connection.flush = () => {
    // It is called after each write, too, in case there is more.
    if (connection.writeBuffer.length === 0) return;
    if (waiting.size === 0) setImmediate(endTurn);
    waiting.add(writeAll);
  };
}

function endTurn(): void {
  const now = waiting;
  // What comes of writing belongs to the next turn.
  waiting = new Set();
  const join = createFrameJoiner();
  for (const writeAll of now) writeAll(join);
}

/** Whether Engine.IO will write frames as they are: not while a client polls or its operating system takes no more. */
function takesFrames({ transport, writeBuffer }: Connection): boolean {
  return transport.name === 'websocket' && transport.writable && !transport.perMessageDeflate && writeBuffer.length > 0;
}

/** Under a WebSocket; there is none to hold while a client polls. */
function tcpSocketOf({ transport }: Connection): Socket | undefined {
  const tcp = transport.socket?._socket;
  return tcp instanceof Socket ? tcp : undefined;
}
