import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors } from '@livechat/contracts/errors';
import type { ChatServer } from './server.ts';

/** Engine.IO has read the query by then. */
type EngineRequest = IncomingMessage & { _query?: Record<string, unknown> };

/** As much of Engine.IO's as is looked at. */
interface Session {
  readonly id: string;
  readonly transport: { name: string };
  once(event: 'close', listener: () => void): unknown;
}

type Next = (err?: Error) => void;

const unknownSession = { code: 1, message: 'Session ID unknown' };
const forbidden = { code: 4, message: 'Forbidden' };

/**
 * Looks at every request beneath the sockets. Engine.IO's own `allowRequest` is asked at the first one of a session
 * only: who knows a session's id could go on with it from a foreign page, or take a WebSocket over with a second one.
 * What remains is in docs/adr/0017.
 */
export function secureSessions(
  engine: ChatServer['engine'],
  isAllowedOrigin: (request: IncomingMessage) => boolean,
): void {
  const sessions = new Map<string, Session>();
  engine.on('connection', (conn: Session) => {
    sessions.set(conn.id, conn);
    conn.once('close', () => sessions.delete(conn.id));
  });

  const refusal = (request: EngineRequest): typeof forbidden | undefined => {
    const { sid, transport, j } = request._query ?? {};
    if (!isAllowedOrigin(request)) return forbidden;
    // JSONP: read by script elements, which send no origin. No client of protocol 5 needs it.
    if (j !== undefined) return forbidden;
    const session = sessions.get(String(sid));
    if (!session) return undefined;
    // Only long-polling is ever upgraded.
    return transport === 'websocket' && session.transport.name !== 'polling' ? unknownSession : undefined;
  };

  engine.use((request: EngineRequest, response: ServerResponse, next: Next) => {
    const refused = refusal(request);
    if (refused === undefined) return next();
    // Socket.IO answers an upgrade by itself.
    if (request.headers.upgrade !== undefined) return next(new Error(refused.message));
    response.writeHead(refused === forbidden ? 403 : 400, { 'content-type': 'application/json' });
    response.end(JSON.stringify(refused));
  });
}

/** For an instance that is about to end: whoever has no session yet is to find another one. */
export function refuseNewSessions(request: EngineRequest, response: ServerResponse, next: Next): void {
  if (request._query?.sid !== undefined) {
    next();
    return;
  }
  if (request.headers.upgrade !== undefined) {
    next(new Error('This instance is about to end'));
    return;
  }
  response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1', connection: 'close' });
  response.end(JSON.stringify({ code: 'UNAVAILABLE', message: errors.UNAVAILABLE.title }));
}
