import { randomBytes } from 'node:crypto';
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { ServerEvents } from '@livechat/contracts/socket';
import type { Authenticated } from '@livechat/edge/authenticate';
import type { Logger } from '@livechat/service/logger';
import { connectRedis } from '@livechat/service/redis';
import { createAdapter } from '@socket.io/redis-adapter';
import type { Redis } from 'ioredis';
import { Server, type Socket } from 'socket.io';
import { connectTimeoutMs, maxFrameBytes, type Settings } from './config.ts';
import { limitPackets } from './limit-packets.ts';
import { secureHeaders } from './secure-headers.ts';
import { refuseNewSessions, secureSessions } from './secure-sessions.ts';
import { strictParser } from './strict-parser.ts';
import { subscribeRedis } from './subscribe-redis.ts';

/** Who is at the other end, by which token, how long it holds, and from which address. */
export type SocketData = Authenticated & { address: string };

type Listeners = { [Name in keyof ServerEvents]: (payload: ServerEvents[Name]) => void };
export type ChatServer = Server<Record<string, (...args: unknown[]) => void>, Listeners, object, SocketData>;
export type ChatSocket = Socket<Record<string, (...args: unknown[]) => void>, Listeners, object, SocketData>;

export interface SocketServer {
  io: ChatServer;
  /** For single commands. */
  redis: Redis;
  /** Lets no new sessions in; those that there are go on. */
  refuseSessions(): void;
  close(): void;
}

export function createSocketServer(
  http: HttpServer,
  { settings, instance, log }: { settings: Settings; instance: string; log: Logger },
): SocketServer {
  const redis = connectRedis(settings.REDIS_URL, log);
  const subscriber = subscribeRedis(settings.REDIS_URL);
  const io: ChatServer = new Server(http, {
    path: '/socket.io/',
    serveClient: false,
    maxHttpBufferSize: maxFrameBytes,
    parser: strictParser,
    connectTimeout: connectTimeoutMs,
    pingInterval: settings.SOCKET_PING_SECONDS * 1000,
    cors: { origin: settings.CORS_ORIGINS },
    // What concerns sockets on every instance. Messages never go this way: they come from NATS to each instance.
    adapter: createAdapter(redis, subscriber),
  });
  // The session id names its instance, so that whoever stands in front can route long-polling without a cookie.
  io.engine.generateId = () => `${instance}.${randomBytes(16).toString('base64url')}`;
  io.engine.use(secureHeaders);
  // `cors` alone keeps no foreign page from opening a WebSocket.
  secureSessions(io.engine, (request) => isAllowedOrigin(request, settings.CORS_ORIGINS));
  limitPackets(io.engine);
  const refuseSessions = () => io.engine.use(refuseNewSessions);
  return {
    io,
    redis,
    refuseSessions,
    close() {
      io.engine.close();
      http.close();
      redis.disconnect();
      subscriber.disconnect();
    },
  };
}

/** A page of our own origin, or of one that is set; programs that are no browsers send no origin. */
function isAllowedOrigin({ headers }: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
