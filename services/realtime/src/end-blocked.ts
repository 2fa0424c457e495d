import { connecting } from '@livechat/contracts/socket';
import type { Blocks } from '@livechat/edge/blocks';
import type { ChatServer, ChatSocket } from './server.ts';

/** Ends a socket whose user is blocked. */
export type EndIfBlocked = (socket: ChatSocket) => void;

/**
 * Who is blocked hears nothing more either: their sockets end as soon as this instance learns of it. They are told why
 * first, and for good: a client that comes back by itself would be refused each time.
 */
export function endBlockedSockets(io: ChatServer, blocks: Pick<Blocks, 'refusal' | 'onBlocked'>): EndIfBlocked {
  const endIfBlocked = (socket: ChatSocket) => {
    const refusal = blocks.refusal(socket.data.principal);
    if (!refusal) return;
    socket.emit('chat-error', { event: connecting, code: refusal.failure, message: refusal.detail });
    socket.disconnect(true);
  };
  blocks.onBlocked(() => {
    for (const socket of io.sockets.sockets.values()) endIfBlocked(socket);
  });
  return endIfBlocked;
}
