import type { ChatSocket } from './server.ts';

/** What may wait for a client to be read. Who does not read would otherwise fill this process' memory. */
const maxBacklogBytes = 1024 * 1024;

/** Ends the connection of a client that does not read; it comes back by itself and asks for what it missed. */
export function limitBacklog({ conn }: ChatSocket, onExceeded: () => void): void {
  let queued = 0;
  /** Given to the transport, which takes more only when all of it is with the operating system. */
  let underWay = 0;
  conn.on('flush', () => {
    underWay = queued;
    queued = 0;
  });
  conn.on('packetCreate', ({ data }: { data?: string | Buffer }) => {
    if (conn.transport.writable) underWay = 0;
    queued += data === undefined ? 0 : Buffer.byteLength(data);
    if (queued + underWay <= maxBacklogBytes || conn.readyState !== 'open') return;
    onExceeded();
    terminate(conn);
  });
}

/** At once: an orderly end would wait behind the backlog. */
function terminate(conn: ChatSocket['conn']): void {
  const { transport } = conn;
  const webSocket: unknown = 'socket' in transport ? transport.socket : undefined;
  const canEnd = typeof webSocket === 'object' && webSocket !== null && 'terminate' in webSocket;
  if (canEnd && typeof webSocket.terminate === 'function') webSocket.terminate();
  conn.close(true);
}
