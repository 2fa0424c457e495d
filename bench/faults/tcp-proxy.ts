import { connect, createServer, type Socket } from 'node:net';

/** Looks on at one connection from its start. */
export interface Filter {
  /** What the client says. */
  asked?(data: Buffer): void;
  /** Takes what the server says and gives what its client gets to hear; undefined cuts the connection. */
  answered(data: Buffer): Buffer | undefined;
}

export interface TcpProxy {
  port: number;
  /** Ends every connection at once. */
  cut(): void;
  /** Whether new connections are refused. */
  refuse(refuses: boolean): void;
  /** Whether every byte waits, both ways, as behind a network that stalls; none is lost. */
  hold(holds: boolean): void;
  /** Whether every byte vanishes. Its connections are of no use afterwards: cut them. */
  swallow(swallows: boolean): void;
  /** How long each piece is held back. */
  delay(ms: number): void;
  close(): void;
}

export interface TcpProxyOptions {
  /** Where a new connection goes; undefined when nobody is there. */
  target: () => number | undefined;
  filter?: () => Filter;
}

/** A network between clients and a server on 127.0.0.1, as bad as it is told to be. Bytes keep their order, and a slow reader slows the writer. */
export async function startTcpProxy({ target, filter }: TcpProxyOptions): Promise<TcpProxy> {
  const directions = new Set<Direction>();
  const open = new Set<Socket>();
  const faults = { refuses: false, holds: false, swallows: false, delayMs: 0 };

  const server = createServer({ noDelay: true }, (client) => {
    const port = target();
    if (faults.refuses || port === undefined) return void client.destroy();
    const upstream = connect({ host: '127.0.0.1', port, noDelay: true });
    const through = filter?.();
    const passes = (isAnswer: boolean) => (data: Buffer) => {
      if (isAnswer) return through ? through.answered(data) : data;
      through?.asked?.(data);
      return data;
    };
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(from);
      const direction = createDirection(from, to, faults, passes(from === upstream));
      directions.add(direction);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        directions.delete(direction);
        // What vanishes includes the word that the other end is gone.
        if (!faults.swallows) direction.end();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  const changed = () => {
    for (const direction of directions) direction.pump();
  };
  return {
    port: address.port,
    cut,
    refuse(refuses) {
      faults.refuses = refuses;
    },
    hold(holds) {
      faults.holds = holds;
      changed();
    },
    swallow(swallows) {
      faults.swallows = swallows;
    },
    delay(ms) {
      faults.delayMs = ms;
    },
    close() {
      server.close();
      cut();
    },
  };
}

interface Direction {
  pump(): void;
  /** Says what is left and closes. */
  end(): void;
}

const maxQueued = 256;

function createDirection(
  from: Socket,
  to: Socket,
  faults: { holds: boolean; swallows: boolean; delayMs: number },
  passes: (data: Buffer) => Buffer | undefined,
): Direction {
  const queue: { dueAt: number; data: Buffer }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let lastDueAt = 0;
  let ending = false;

  const pump = () => {
    clearTimeout(timer);
    timer = undefined;
    while (!faults.holds) {
      const first = queue[0];
      if (!first) break;
      const waitMs = first.dueAt - performance.now();
      if (waitMs > 0) {
        timer = setTimeout(pump, waitMs);
        return;
      }
      queue.shift();
      if (!to.writable) continue;
      if (!to.write(first.data)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    }
    if (queue.length >= maxQueued) from.pause();
    else if (from.isPaused() && !to.writableNeedDrain) from.resume();
    if (ending && queue.length === 0) to.destroySoon();
  };

  from.on('data', (data: Buffer) => {
    if (faults.swallows) return;
    const passed = passes(data);
    if (passed === undefined) {
      from.destroy();
      return void to.destroy();
    }
    // A piece never overtakes an earlier one, also when the delay gets shorter.
    lastDueAt = Math.max(lastDueAt, performance.now() + faults.delayMs);
    if (passed.length > 0) queue.push({ dueAt: lastDueAt, data: passed });
    pump();
  });
  return {
    pump,
    end() {
      ending = true;
      if (queue.length === 0) to.destroySoon();
    },
  };
}
