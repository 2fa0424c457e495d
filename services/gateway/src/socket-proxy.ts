import type { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { errors } from '@livechat/contracts/errors';
import type { Logger } from '@livechat/service/logger';
import { createProxyServer } from 'httpxy';
import { watchRealtime } from './watch-realtime.ts';

/** Exactly as Socket.IO takes it: it would leave any other spelling unanswered. */
export const isSocketPath = ({ url = '' }: IncomingMessage): boolean => url.startsWith('/socket.io/');

/** Over which clients are sent elsewhere when this gateway ends, so that they do not all come back at once. */
const closeOverMs = 1_500;
const closeEveryMs = 25;

export interface SocketProxy {
  request(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends all that was upgraded, spread over a short time. */
  close(): Promise<void>;
}

/**
 * Passes /socket.io on to a realtime instance. A session id begins with the name of its instance, so that long-polling
 * needs no cookie; a new session goes to each that is ready, in turn. For one machine: in a cluster the ingress
 * does this.
 */
export function createSocketProxy(instances: ReadonlyMap<string, string>, log: Logger): SocketProxy {
  const proxy = createProxyServer({ xfwd: true, proxyTimeout: 60_000 });
  const urls = [...instances.values()];
  const watch = watchRealtime(urls, log);
  const upgraded = new Set<Socket>();
  let turn = 0;

  const nextTarget = (): string | undefined => {
    turn += 1;
    const inTurn = urls.map((_, index) => urls[(turn + index) % urls.length]).filter((url) => url !== undefined);
    return inTurn.find(watch.isReady) ?? inTurn[0];
  };

  const targetOf = ({ url = '' }: IncomingMessage): string | undefined => {
    const session = new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('sid');
    if (session !== null) return instances.get(session.slice(0, session.lastIndexOf('.')));
    return nextTarget();
  };

  const failed = (err: unknown, target: string) => {
    watch.missed(target);
    log.warn({ err, target }, 'a realtime instance is away');
  };

  return {
    request(request, response) {
      const target = targetOf(request);
      // What Socket.IO itself answers for a session it does not know: the client then opens a new one.
      if (!target) return answer(response, 400, { code: 1, message: 'Session ID unknown' });
      proxy.web(request, response, { target }).catch((err: unknown) => {
        // A client that left says nothing of the instance.
        if (request.socket.destroyed) return;
        failed(err, target);
        if (!response.headersSent) answer(response, 503, { code: 'UNAVAILABLE', message: errors.UNAVAILABLE.title });
      });
    },
    upgrade(request, socket, head) {
      const target = isSocketPath(request) ? targetOf(request) : undefined;
      if (!target || !(socket instanceof Socket)) return void socket.destroy();
      socket.on('error', () => socket.destroy());
      upgraded.add(socket);
      socket.once('close', () => upgraded.delete(socket));
      proxy.ws(request, socket, { target }, head).catch((err: unknown) => {
        if (socket.destroyed) return;
        failed(err, target);
        socket.destroy();
      });
    },
    async close() {
      watch.stop();
      const atOnce = Math.ceil((upgraded.size * closeEveryMs) / closeOverMs);
      while (upgraded.size > 0) {
        for (const socket of [...upgraded].slice(0, atOnce)) {
          upgraded.delete(socket);
          socket.end();
        }
        await wait(closeEveryMs);
      }
    },
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '1' }).end(JSON.stringify(body));
}
