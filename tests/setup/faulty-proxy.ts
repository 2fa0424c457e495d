import { connect, createServer, type Socket } from 'node:net';
import { kept } from './clients.ts';

export interface FaultyProxy {
  url: string;
  /** Ends every connection, as a network that changed. */
  cut(): void;
  /** Whether new connections are refused. */
  refuse(refuses: boolean): void;
  /** Whether every byte, of old and new connections, vanishes while they stay open. */
  swallow(swallows: boolean): void;
  /** How long each piece is held back. */
  delay(ms: number): void;
  /** Lets a POST through and cuts the connection before its answer comes back, so often. */
  eatAnswers(count: number): void;
}

/** A network between a client and a gateway, as bad as a test wants it. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  let refuses = false;
  let swallows = false;
  let delayMs = 0;
  let toEat = 0;

  const posts = new WeakSet<Socket>();
  const pass = (from: Socket, to: Socket, isAnswer: boolean) => {
    from.on('data', (data: Buffer) => {
      if (swallows) return;
      if (!isAnswer && data.subarray(0, 5).toString() === 'POST ') posts.add(to);
      if (isAnswer && toEat > 0 && posts.has(from)) {
        toEat -= 1;
        from.destroy();
        to.destroy();
        return;
      }
      if (delayMs > 0) setTimeout(() => to.writable && to.write(data), delayMs);
      else to.write(data);
    });
  };

  const server = createServer((client) => {
    if (refuses) return void client.destroy();
    const gateway = connect({ host: hostname, port: Number(port) });
    const pair = [client, gateway] as const;
    pairs.add(pair);
    pass(client, gateway, false);
    pass(gateway, client, true);
    for (const [socket, other] of [pair, [gateway, client] as const]) {
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        pairs.delete(pair);
        // What vanishes includes the word that the other end is gone.
        if (!swallows) other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const cut = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
    pairs.clear();
  };
  kept({
    close() {
      server.close();
      cut();
    },
  });
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut,
    refuse(now) {
      refuses = now;
    },
    swallow(now) {
      swallows = now;
    },
    delay(ms) {
      delayMs = ms;
    },
    eatAnswers(count) {
      toEat = count;
    },
  };
}
