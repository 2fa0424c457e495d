import { type Failure, fail, isFailure } from '@livechat/contracts/errors';
import type { Authenticate } from '@livechat/edge/authenticate';
import type { Revocations } from '@livechat/edge/revocations';
import type { JoinContext } from './memberships.ts';
import type { ChatServer, ChatSocket } from './server.ts';

const warnBeforeExpiryMs = 60_000;
const maxTimeoutMs = 2 ** 31 - 1;

/** A socket lives no longer than its token, which can be renewed and can be revoked. */
export interface TokenLife {
  watch(socket: ChatSocket): void;
  renew(socket: ChatSocket, token: string, context: JoinContext): Promise<{ expiresAt: string } | Failure>;
}

export function createTokenLife(io: ChatServer, authenticate: Authenticate, revocations: Revocations): TokenLife {
  const timers = new WeakMap<ChatSocket, NodeJS.Timeout>();

  const watch = (socket: ChatSocket) => {
    clearTimeout(timers.get(socket));
    if (!socket.connected) return;
    // Revoked while it was being let in: it was not among the sockets that were looked through then.
    if (revocations.covers(socket.data)) return void socket.disconnect(true);
    const leftMs = socket.data.expiresAt - Date.now();
    if (leftMs <= 0) return void socket.disconnect(true);
    const warned = leftMs <= warnBeforeExpiryMs;
    if (warned) socket.emit('auth-expiring', { expiresAt: isoTime(socket.data.expiresAt) });
    // A timer holds 24.8 days; what is further away is looked at again then.
    const nextMs = Math.min(warned ? leftMs : leftMs - warnBeforeExpiryMs, maxTimeoutMs);
    timers.set(socket, setTimeout(watch, nextMs, socket));
  };

  revocations.onRevoked(() => {
    for (const socket of io.sockets.sockets.values()) {
      // For good: a client that was signed out has no business coming back by itself.
      if (revocations.covers(socket.data)) socket.disconnect(true);
    }
  });

  return {
    watch(socket) {
      watch(socket);
      socket.once('disconnect', () => clearTimeout(timers.get(socket)));
    },
    async renew(socket, token, { requestId, deadline }) {
      const { principal, address } = socket.data;
      const bearer = await authenticate(token, { requestId, deadline, address: () => address });
      if (isFailure(bearer)) return bearer;
      if (bearer.principal.id !== principal.id || bearer.principal.role !== principal.role) {
        // The word goes out before the socket is closed.
        setImmediate(() => socket.disconnect(true));
        return fail('FORBIDDEN', 'The token is of somebody else');
      }
      Object.assign(socket.data, bearer);
      watch(socket);
      return { expiresAt: isoTime(bearer.expiresAt) };
    },
  };
}

const isoTime = (milliseconds: number) => new Date(milliseconds).toISOString();
