import { createServer, type RequestListener, type Server } from 'node:http';

/** Far more than a process can serve well; what comes above it is closed at once. */
const maxOpenConnections = 20_000;

/** The HTTP server of a door: whoever is slow, silent or long-winded does not hold a place in it. */
export function createDoor(listener: RequestListener, maxConnections = maxOpenConnections): Server {
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      keepAliveTimeout: 5_000,
      // How soon after those times somebody looks; Node's own 30 s would be most of the wait.
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 16 * 1024,
    },
    listener,
  );
  // Node leaves out, without a word, what is above a number, and could so lose what a proxy has added.
  server.maxHeadersCount = 0;
  server.maxConnections = maxConnections;
  return server;
}
