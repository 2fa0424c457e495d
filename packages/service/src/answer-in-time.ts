/**
 * What `work` resolves to, or a rejection after `timeoutMs`. A process that was busy itself for so long reads what has
 * arrived meanwhile before it gives up: its own delay is not the other's.
 */
export function answerInTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      // Timers run before the sockets are read, immediates after.
      setImmediate(() => reject(new Error(`no answer in ${timeoutMs} ms`)));
    }, timeoutMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
