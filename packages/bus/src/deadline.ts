/** How long there still is. Counted by this process' steady clock: what travels is the time left, never a time of day. */
export interface Deadline {
  leftMs(): number;
}

export function startDeadline(totalMs: number): Deadline {
  const end = performance.now() + totalMs;
  return { leftMs: () => Math.max(0, end - performance.now()) };
}

export const timedOut = Symbol('timed out');

/** The work's result, or `timedOut` when it is not there in time. The work itself goes on; its later failure is swallowed. */
export async function within<T>(deadline: Deadline, work: Promise<T>): Promise<T | typeof timedOut> {
  let timer: NodeJS.Timeout | undefined;
  const bell = new Promise<typeof timedOut>((resolve) => {
    timer = setTimeout(resolve, deadline.leftMs(), timedOut);
  });
  try {
    return await Promise.race([work, bell]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}
