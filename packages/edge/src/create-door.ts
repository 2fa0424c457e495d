import { createServer, type RequestListener, type Server } from 'node:http';

/** Far more than a process can serve well; what comes above it is closed at once. */
const maxOpenConnections = 20_000;

/**
 * Longer than an ingress or a load balancer keeps a connection that it is not using (60 s as a rule). Whoever closes
 * first must be the one that would write next: a request on its way to a connection that just closed is lost.
 */
const keepAliveMs = 65_000;
/** Nothing said and nothing taken for so long. A poll of Socket.IO is answered within 25 s. */
const idleMs = 40_000;

/** The HTTP server of a door: whoever is slow, silent or long-winded does not hold a place in it. */
export function createDoor(listener: RequestListener, maxConnections = maxOpenConnections): Server {
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      keepAliveTimeout: keepAliveMs,
      // How soon after those times somebody looks; Node's own 30 s would be most of the wait.
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 16 * 1024,
      // Any other wish to change the protocol (a client that offers HTTP/2 in clear text, say) may be passed over, and is.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    listener,
  );
  // Node finds it out while the connection is open only, and remembers it: whose call it was is asked later, too.
  server.on('connection', (socket) => void socket.remoteAddress);
  // Node alone would refuse any expectation but `100-continue`, in no form that a client of ours knows.
  server.on('checkExpectation', listener);
  // Node leaves out, without a word, what is above a number, and could so lose what a proxy has added.
  server.maxHeadersCount = 0;
  server.maxConnections = maxConnections;
  server.timeout = idleMs;
  return server;
}
