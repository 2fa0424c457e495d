import type { Server } from 'node:http';

/** Watches a server's requests; the function it gives resolves when none is in hand, after `timeoutMs` at the latest. */
export function countRequests(server: Server): (timeoutMs: number) => Promise<void> {
  let inHand = 0;
  let allEnded = () => {};
  server.on('request', (_request, response) => {
    inHand += 1;
    response.once('close', () => {
      inHand -= 1;
      if (inHand === 0) allEnded();
    });
  });
  return (timeoutMs) =>
    new Promise((resolve) => {
      allEnded = resolve;
      if (inHand === 0) resolve();
      setTimeout(resolve, timeoutMs).unref();
    });
}
