import { Socket } from 'node:net';
import type { ChatSocket } from './server.ts';

/**
 * Frames that are written to one client in the same turn of the event loop leave the process in one packet: a write of
 * its own for each was a third of what a busy instance does. The first of a turn waits for the end of it, no longer.
 */
export function gatherFrames({ conn }: ChatSocket): void {
  let held: Socket | undefined;
  const letGo = () => {
    held?.uncork();
    held = undefined;
  };
  conn.on('flush', () => {
    if (held) return;
    held = tcpSocketOf(conn);
    held?.cork();
    if (held) setImmediate(letGo);
  });
}

/** Under a WebSocket; there is none to hold while a client polls. */
function tcpSocketOf({ transport }: ChatSocket['conn']): Socket | undefined {
  const webSocket: unknown = 'socket' in transport ? transport.socket : undefined;
  const tcp =
    typeof webSocket === 'object' && webSocket !== null && '_socket' in webSocket ? webSocket._socket : undefined;
  return tcp instanceof Socket ? tcp : undefined;
}
