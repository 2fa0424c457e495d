import type { ChatSocket } from './server.ts';

/**
 * Engine.IO keeps the first HTTP request of each connection, with its headers and streams, as long as the connection lives.
 * All that is asked of it later, the address and the headers, is copied by then.
 */
export function releaseRequest({ conn }: ChatSocket): void {
  Object.assign(conn, { request: undefined });
}
