import { errors, type NatsConnection } from 'nats';
import type { Log } from './log.ts';

/** How often the server is asked whether it is there, and how long it may take to say so. */
const askEveryMs = 300;
const silenceMs = 700;

export interface ConnectionState {
  /** The server is there and answers. */
  isConnected(): boolean;
  /** Runs after every reconnect: what was said in between was not heard. */
  onReconnect(listener: () => void): void;
  /** Runs as soon as the server is away or stops answering. */
  onAway(listener: () => void): void;
}

/**
 * Knows whether NATS is there. A connection that is cut says so; a server that hangs says nothing, and is noticed within
 * a second because it does not answer either.
 */
export function watchConnection(connection: NatsConnection, log: Log): ConnectionState {
  let connected = true;
  let answers = true;
  const listeners: (() => void)[] = [];
  const awayListeners: (() => void)[] = [];

  const change = (state: { connected?: boolean; answers?: boolean }) => {
    const was = connected && answers;
    connected = state.connected ?? connected;
    answers = state.answers ?? answers;
    if (!was || (connected && answers)) return;
    for (const listener of awayListeners) listener();
  };

  const ask = () => {
    if (!connected || connection.isClosed()) return;
    let answered = false;
    // Whoever was busy itself reads what has arrived meanwhile before it calls the other silent.
    const timer = setTimeout(() => setImmediate(() => missed()), silenceMs);
    const missed = () => {
      if (answered || !connected) return;
      if (answers) log.warn({}, 'NATS does not answer');
      change({ answers: false });
    };
    connection
      .flush()
      .then(() => {
        if (!answers) log.info({}, 'NATS answers again');
        change({ answers: true });
      })
      // Cut in between: the status says so.
      .catch(() => {})
      .finally(() => {
        answered = true;
        clearTimeout(timer);
      });
  };
  const asking = setInterval(ask, askEveryMs);
  asking.unref();
  connection.closed().then(() => clearInterval(asking));

  (async () => {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect') {
        change({ connected: false });
        log.warn({ server: status.server }, 'NATS is away');
      } else if (status.type === 'reconnect') {
        change({ connected: true, answers: true });
        log.info({ server: status.server }, 'NATS is back');
        for (const listener of listeners) listener();
      } else if (status.type === 'error') {
        // For a publish that is not allowed this is the only sign.
        const denied = status.error instanceof errors.PermissionViolationError;
        log.error({ err: status.error }, denied ? 'NATS does not allow this' : 'NATS reports an error');
      } else if (status.type === 'slowConsumer') {
        log.warn({ pending: status.pending }, 'this process reads NATS too slowly');
      }
    }
  })().catch((err: unknown) => log.error({ err }, 'the watch over NATS ended'));

  return {
    isConnected: () => connected && answers && !connection.isClosed(),
    onReconnect: (listener) => void listeners.push(listener),
    onAway: (listener) => void awayListeners.push(listener),
  };
}
