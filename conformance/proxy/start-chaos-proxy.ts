import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { NetworkStep } from '../schedule.ts';
import { createArmedFaults } from './armed-faults.ts';
import { createHttpSide, reset, tokenPath } from './http-side.ts';
import { createSocketSide } from './socket-side.ts';
import type { Tokens } from './tokens.ts';
import { createSendWatch, type SendWatch } from './watch-sends.ts';

/** A network between one client and the gateway, which does what a schedule says. */
export interface ChaosProxy {
  url: string;
  tokenUrl: string;
  sends: SendWatch;
  apply(step: NetworkStep): Promise<void>;
  /** The network is well from now on. Connections that fell silent stay so. */
  heal(): void;
  /** Resolves when no request is under way to the gateway. */
  quiet(): Promise<void>;
  close(): void;
}

/** Not every request that a fault waits for comes: a schedule goes on without. Events come, sooner or later. */
const spentLimitMs = { requests: 1_000, events: 10_000 };

export async function startChaosProxy(gateway: string, tokens: Tokens): Promise<ChaosProxy> {
  const faults = createArmedFaults();
  const sends = createSendWatch();
  const parts = { target: new URL(gateway), faults, tokens, sends };
  const requests = createHttpSide(parts);
  const sockets = createSocketSide(parts);
  const connections = new Set<Socket>();
  let away = false;

  const server = createServer((req, res) => requests.handle(req, res));
  server.on('upgrade', (req, raw, head) => sockets.handle(req, raw, head));
  server.on('connection', (connection) => {
    if (away) return reset(connection);
    connections.add(connection);
    connection.on('error', () => connection.destroy());
    connection.on('close', () => connections.delete(connection));
  });
  const cut = () => {
    for (const connection of connections) reset(connection);
  };
  const spent = async (of: 'requests' | 'events') => {
    const goOnAt = performance.now() + spentLimitMs[of];
    while (!faults.areSpent(of) && performance.now() < goOnAt) await delay(10);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;

  return {
    url,
    tokenUrl: url + tokenPath,
    sends,
    async apply(step) {
      switch (step.network) {
        case 'cut':
          return cut();
        case 'half-open':
          return sockets.halfOpen();
        case 'away':
          away = true;
          return cut();
        case 'back':
          away = false;
          return;
        case 'spent':
          return spent(step.of);
        case 'token-ends':
          tokens.end();
          return sockets.tokensEnded(step.warned);
        default:
          return faults.arm(step);
      }
    },
    heal() {
      away = false;
      faults.disarm();
      sockets.heal();
    },
    quiet: requests.quiet,
    close() {
      server.close();
      sockets.close();
      cut();
      requests.close();
    },
  };
}
