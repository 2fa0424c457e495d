import { randomUUID } from 'node:crypto';
import { startDeadline } from '@livechat/bus/deadline';
import { isFailure } from '@livechat/contracts/errors';
import type { Authenticate } from '@livechat/edge/authenticate';
import type { ExtendedError } from 'socket.io';
import { requestTimeoutMs } from './config.ts';
import type { ChatSocket } from './server.ts';

/** Lets in whoever brings a good token in the handshake; never one from the address, which ends up in logs. */
export function authenticateSocket(authenticate: Authenticate) {
  return async (socket: ChatSocket, next: (err?: ExtendedError) => void): Promise<void> => {
    const bearer = await authenticate(tokenOf(socket), {
      requestId: randomUUID(),
      deadline: startDeadline(requestTimeoutMs),
    });
    if (!isFailure(bearer)) {
      Object.assign(socket.data, bearer);
      return next();
    }
    // After a refusal a client does not come back by itself; after a cut connection it does.
    if (bearer.failure !== 'UNAUTHENTICATED') return void socket.conn.close();
    next(Object.assign(new Error(bearer.detail), { data: { code: bearer.failure, message: bearer.detail } }));
  };
}

function tokenOf({ handshake }: ChatSocket): string | undefined {
  const { token } = handshake.auth;
  if (typeof token === 'string') return token.replace(/^Bearer +/i, '');
  return /^Bearer +(\S+)$/i.exec(handshake.headers.authorization ?? '')?.[1];
}
