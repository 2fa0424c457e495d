import { setTimeout as wait } from 'node:timers/promises';
import { requestTimeoutMs } from './config.ts';
import type { ChatServer, ChatSocket } from './server.ts';

/** Over which they are sent away, so that they do not all come to another instance at once. */
const spreadMs = 1_500;
const everyMs = 25;

/**
 * Closes the connections beneath the sockets, so that clients come back by themselves, to another instance. One whose
 * event is in hand goes when it has its acknowledgement.
 */
export async function sendAway(
  { sockets: { sockets } }: Pick<ChatServer, 'sockets'>,
  isBusy: (socket: ChatSocket) => boolean,
): Promise<void> {
  const startedAt = performance.now();
  const all = sockets.size;
  const remaining = new Set(sockets.values());
  for (;;) {
    const passedMs = performance.now() - startedAt;
    const share = Math.min(1, passedMs / spreadMs);
    let due = Math.ceil(all * share) - (all - remaining.size);
    for (const socket of remaining) {
      if (socket.connected && due <= 0) break;
      const isLate = passedMs > spreadMs + requestTimeoutMs;
      if (socket.connected && isBusy(socket) && !isLate) continue;
      remaining.delete(socket);
      socket.conn.close();
      due -= 1;
    }
    if (remaining.size === 0) return;
    await wait(everyMs);
  }
}
