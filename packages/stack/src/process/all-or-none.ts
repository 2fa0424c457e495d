interface Stoppable {
  stop(): Promise<void>;
}

/**
 * Starts several things side by side. When one fails, the others are told by the signal, those that
 * started are stopped again, and the first failure is thrown.
 */
export async function allOrNone<T extends readonly Stoppable[]>(
  signal: AbortSignal,
  start: (signal: AbortSignal) => readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  const giveUp = new AbortController();
  const starts = start(AbortSignal.any([signal, giveUp.signal]));
  try {
    return (await Promise.all(starts)) as unknown as T;
  } catch (error) {
    giveUp.abort();
    const outcomes = await Promise.allSettled<Stoppable>(starts);
    await Promise.all(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.stop() : undefined)));
    throw error;
  }
}
