import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { stackError } from '../stack-error.ts';

/**
 * Below the range that the kernel gives to outgoing connections: a port stays ours while the process that
 * listens on it is being started again.
 */
const lowest = 15_000;
const highest = 29_999;

const handedOut = new Set<number>();

/** A port on 127.0.0.1 that nobody listens on and that this process has not handed out before. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest + 1));
    if (handedOut.has(port)) continue;
    if ((await whyTaken(port)) === undefined) {
      handedOut.add(port);
      return port;
    }
  }
  throw stackError(`There is no free port between ${lowest} and ${highest} on 127.0.0.1.`);
}

/** Undefined when the port can be listened on, else the system's code such as EADDRINUSE. */
export async function whyTaken(port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  } finally {
    await closed(server);
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
