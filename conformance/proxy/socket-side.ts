import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { type CarriedSocket, createCarriedSocket } from './carried-socket.ts';
import type { ProxyParts } from './proxy-parts.ts';

/** Sockets, each carried to the gateway over one of its own. */
export interface SocketSide {
  handle(req: IncomingMessage, raw: Duplex, head: Buffer): void;
  /** What is open now carries nothing any more, and nobody is told. */
  halfOpen(): void;
  /** Tokens ended: sockets that go by one are warned, or closed as the server would. */
  tokensEnded(warned: boolean): void;
  /** What was held back goes out; who still goes by a token that ended is closed. */
  heal(): void;
  close(): void;
}

export function createSocketSide(parts: ProxyParts): SocketSide {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const open = new Set<CarriedSocket>();

  const closeEnded = () => {
    for (const socket of open) if (parts.tokens.hasEnded(socket.token())) socket.endByServer();
  };

  return {
    handle(req, raw, head) {
      raw.on('error', () => raw.destroy());
      if (parts.faults.refusesSocket()) return void raw.destroy();
      const { target, tokens } = parts;
      const bearer = req.headers.authorization?.replace(/^Bearer /, '');
      const headers = bearer === undefined ? {} : { authorization: `Bearer ${tokens.asSeen(bearer)}` };
      const upstream = new WebSocket(`ws://${target.host}${req.url}`, { headers, perMessageDeflate: false });
      server.handleUpgrade(req, raw, head, (client) => {
        const socket = createCarriedSocket(client, upstream, parts, bearer);
        open.add(socket);
        socket.onEnd(() => open.delete(socket));
      });
    },
    halfOpen() {
      for (const socket of open) socket.fallSilent();
    },
    tokensEnded(warned) {
      if (!warned) return closeEnded();
      for (const socket of open) if (parts.tokens.hasEnded(socket.token())) socket.warn();
    },
    heal() {
      for (const socket of open) socket.release();
      closeEnded();
    },
    close() {
      for (const socket of open) socket.cut();
      server.close();
    },
  };
}
