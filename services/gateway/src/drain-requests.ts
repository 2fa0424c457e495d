import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import type { Health } from '@livechat/service/health';
import { isSocketPath } from './socket-proxy.ts';

/** A client that says something now and then gets to hear, in its next answer, that its connection ends. */
const lingerMs = 1_000;
const lookEveryMs = 20;

/**
 * Watches a server's requests. The function it gives takes no new connections, and resolves when no request is in hand,
 * after `timeoutMs` at the latest. Once the process is ending every answer ends its connection, so that nobody writes
 * the next request into one that is just being closed. What is passed on to realtime does not count: a poll may hang
 * for long, and another one takes its place.
 */
export function drainRequests(
  server: Server,
  health: Pick<Health, 'isStopping'>,
): (timeoutMs: number, stopListening: () => void) => Promise<void> {
  const connections = new Set<Socket>();
  const inHand = new Set<ServerResponse>();
  const endConnection = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader('Connection', 'close');
  };
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  server.prependListener('request', (request, response) => {
    if (health.isStopping()) endConnection(response);
    if (isSocketPath(request)) return;
    inHand.add(response);
    response.once('close', () => inHand.delete(response));
  });

  return async (timeoutMs, stopListening) => {
    const startedAt = performance.now();
    // Twice round the event loop: what waits to be accepted would be lost with the listener.
    await turn();
    await turn();
    stopListening();
    for (const response of inHand) endConnection(response);
    for (let passedMs = 0; passedMs < timeoutMs; passedMs = performance.now() - startedAt) {
      if (passedMs > lingerMs) server.closeIdleConnections();
      if (inHand.size === 0 && (passedMs > lingerMs || connections.size === 0)) return;
      await wait(lookEveryMs);
    }
  };
}
