import { randomUUID } from 'node:crypto';
import { startDeadline } from '@livechat/bus/deadline';
import { type Failure, fail, isFailure } from '@livechat/contracts/errors';
import type { Audit } from '@livechat/edge/audit';
import type { Authenticate, Authenticated } from '@livechat/edge/authenticate';
import type { Blocks } from '@livechat/edge/blocks';
import type { Overload } from '@livechat/edge/overload';
import type { Logger } from '@livechat/service/logger';
import proxyAddress from 'proxy-addr';
import type { ExtendedError } from 'socket.io';
import { requestTimeoutMs } from './config.ts';
import { createConnectAttempts } from './limit-packets.ts';
import type { Presence } from './presence.ts';
import type { ChatSocket } from './server.ts';

export interface AuthenticateSocketParts {
  authenticate: Authenticate;
  blocks: Pick<Blocks, 'refusal'>;
  overload: Pick<Overload, 'enter'>;
  presence: Pick<Presence, 'admit' | 'leave'>;
  /** How many proxies in front are believed. */
  trustedProxies: number;
  log: Logger;
  audit: Audit;
}

/** Lets in whoever brings a good token in the handshake; never one from the address, which ends up in logs. */
export function authenticateSocket(parts: AuthenticateSocketParts) {
  const { authenticate, blocks, overload, presence, trustedProxies, log, audit } = parts;

  const admit = async (socket: ChatSocket, requestId: string): Promise<Authenticated | Failure> => {
    const address = () => socket.data.address;
    const deadline = startDeadline(requestTimeoutMs);
    const bearer = await authenticate(tokenOf(socket), { requestId, deadline, address });
    if (isFailure(bearer)) return bearer;
    // Known from here on, also as who was refused.
    Object.assign(socket.data, bearer);
    const blocked = blocks.refusal(bearer.principal);
    if (blocked) return blocked;
    if (await presence.admit(bearer.principal)) return bearer;
    return fail('RATE_LIMITED', 'Too many connections of one person', { retryAfterMs: tooManySocketsRetryMs });
  };

  const attempts = createConnectAttempts();

  return async (socket: ChatSocket, next: (err?: ExtendedError) => void): Promise<void> => {
    if (!attempts.begin(socket.conn)) return void socket.conn.close();
    const entered = overload.enter('connection');
    // As below: the client comes back by itself, later each time.
    if (isFailure(entered)) return void socket.conn.close();
    const requestId = randomUUID();
    socket.data.address = addressOf(socket, trustedProxies);
    const address = () => socket.data.address;
    const admitted = await admit(socket, requestId).finally(entered);
    if (!isFailure(admitted)) {
      const { principal: actor } = admitted;
      audit.ended({ requestId, address, actor, operation: connecting }, 'OK');
      leaveOnce(socket, () => {
        presence.leave(actor);
        audit.ended({ requestId, address, actor, operation: disconnecting }, 'OK');
      });
      return next();
    }
    attempts.refused(socket.conn);
    const { failure: code, detail: message, retryAfterMs } = admitted;
    log.info({ requestId, code }, 'connection refused');
    audit.ended({ requestId, address, actor: socket.data.principal, operation: connecting }, code);
    // After a refusal a client does not come back by itself; after a cut connection it does.
    if (code === 'UNAVAILABLE' || code === 'INTERNAL') return void socket.conn.close();
    next(Object.assign(new Error(message), { data: { code, message, ...(retryAfterMs && { retryAfterMs }) } }));
  };
}

const tooManySocketsRetryMs = 10_000;

/** In between staff are told every customer's messages, whatever conversations they join. */
const connecting = { name: 'connect' };
const disconnecting = { name: 'disconnect' };

/** A connection may end before its socket is let in, and a socket before its connection. */
function leaveOnce(socket: ChatSocket, leave: () => void): void {
  const { conn } = socket;
  const left = () => {
    conn.off('close', left);
    socket.off('disconnect', left);
    leave();
  };
  if (conn.readyState !== 'open') {
    leave();
    return;
  }
  conn.on('close', left);
  socket.on('disconnect', left);
}

function addressOf({ request }: ChatSocket, trustedProxies: number): string {
  return proxyAddress(request, (_address, hop) => hop < trustedProxies);
}

function tokenOf({ handshake }: ChatSocket): string | undefined {
  const { token } = handshake.auth;
  if (typeof token === 'string') return token.replace(/^Bearer +/i, '');
  return /^Bearer +(\S+)$/i.exec(handshake.headers.authorization ?? '')?.[1];
}
