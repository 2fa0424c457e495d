import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, Server as Listener, type ListenOptions, type Server } from 'node:net';

/**
 * Node takes one new connection from each listening socket in a turn of its event loop. Under load turns get long, and so
 * does the queue of those who wait to be let in, until the kernel drops them and they try again after seconds. Several
 * sockets on the one port let as many in.
 */
const listeners = 16;
/** Those that wait to be let in, for each socket: as many as Node has for its one. */
const backlog = 511;

/**
 * Opens a door. Resolves to what stops listening and leaves the connections alone, which `server.close()` does not: it
 * closes those that are idle, at once.
 */
export async function listen(server: HttpServer, options: ListenOptions & { port: number }): Promise<() => void> {
  // Sockets that share a port do not tell that somebody else has it.
  if (!options.reusePort) await isFree(options);
  const others: Server[] = [];
  // The kernel spreads connections evenly, so that together they hold what one would.
  if (canShare) server.maxConnections = Math.ceil(server.maxConnections / listeners);
  server.listen({ ...options, backlog, reusePort: canShare });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  for (let index = 1; canShare && index < listeners; index += 1) {
    const other = createServer(asHttp, (socket) => server.emit('connection', socket));
    others.push(other);
    other.maxConnections = server.maxConnections;
    other.listen({ ...options, port, backlog, reusePort: true });
    await once(other, 'listening');
  }
  const closeOthers = () => {
    for (const other of others.splice(0)) other.close();
  };
  const { close } = server;
  server.close = (callback) => {
    closeOthers();
    return close.call(server, callback);
  };
  return () => {
    closeOthers();
    Listener.prototype.close.call(server);
  };
}

/** As Node's HTTP server has it: small writes go at once, and who has said all still gets the answer. */
const asHttp = { noDelay: true, allowHalfOpen: true };
const canShare = process.platform === 'linux';

async function isFree(options: ListenOptions): Promise<void> {
  const probe = createServer();
  probe.listen({ ...options, reusePort: false });
  await once(probe, 'listening');
  await new Promise((resolve) => probe.close(resolve));
}
