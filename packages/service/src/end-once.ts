import closeWithGrace from 'close-with-grace';

/** Why a process ends. Without an error and a signal somebody in it has asked for that. */
export interface Ending {
  err?: Error | undefined;
  signal?: string | undefined;
}

/**
 * Runs `work` at the first sign that this process is to end, and ends it then, after `graceMs` at the latest. Whoever
 * repeats SIGTERM is in no more of a hurry than at the first one: what is being finished is finished. A second Ctrl-C
 * ends at once. The function that it gives does the same as a signal.
 */
export function endOnce(graceMs: number, work: (ending: Ending) => Promise<void>): () => void {
  let begun = false;
  let signal: string | undefined;
  const { close } = closeWithGrace({ delay: graceMs, logger: false, skip: ['SIGTERM'] }, async (ending) => {
    begun = true;
    await work({ err: ending.err, signal: ending.signal ?? signal });
  });
  const end = () => {
    if (begun) return;
    begun = true;
    close();
  };
  process.on('SIGTERM', () => {
    if (!begun) signal = 'SIGTERM';
    end();
  });
  return end;
}
