import type { Socket } from 'socket.io-client';

/** Servers ping every 25 s: who is silent for longer is asked. */
const silenceMs = 30_000;
const lookEveryMs = 5_000;
const probeTimeoutMs = 5_000;

export interface SilenceWatch {
  /** Asks now: something outside says that the connection may be gone. */
  probe(): Promise<void>;
  stop(): void;
}

/**
 * Finds out that a connection is dead although nothing closed it: the network of a phone that changed, a proxy that
 * swallows everything. While all is well it costs nothing.
 */
export function watchSilence(
  socket: Socket,
  ask: (timeoutMs: number) => Promise<unknown>,
  dead: () => void,
): SilenceWatch {
  let heardAt = performance.now();
  let probing: Promise<void> | undefined;
  const heard = () => {
    heardAt = performance.now();
  };
  const { engine } = socket.io;
  engine.on('packet', heard);

  const ping = async () => {
    const askedAt = performance.now();
    await ask(probeTimeoutMs);
    if (heardAt < askedAt) dead();
  };
  const probe = () => {
    probing ??= ping().finally(() => {
      probing = undefined;
    });
    return probing;
  };
  const timer = setInterval(() => {
    if (performance.now() - heardAt > silenceMs) probe();
  }, lookEveryMs);

  return {
    probe,
    stop() {
      clearInterval(timer);
      engine.off('packet', heard);
    },
  };
}
