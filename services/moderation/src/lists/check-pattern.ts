// recheck is what finds exponential and polynomial backtracking in JavaScript's own dialect; nothing else is kept that does.

const timeoutMs = 2_000;

/**
 * Why a pattern must not be used, or undefined. Asked in a thread of its own, since an answer can take a second; a pattern
 * that cannot be judged in two is not taken either.
 */
export async function patternFault(pattern: string, flags: string): Promise<string | undefined> {
  try {
    new RegExp(pattern, flags);
  } catch (err) {
    return err instanceof Error ? err.message : String(err);
  }
  // It reads this when it is loaded, which takes a while and is seldom needed.
  process.env.RECHECK_BACKEND = 'worker';
  const { check } = await import('recheck');
  const answer = await check(pattern, flags, { timeout: timeoutMs, randomSeed: 1 });
  if (answer.status === 'safe') return undefined;
  if (answer.status === 'vulnerable') return `some texts would take it very long (${answer.complexity.summary})`;
  return 'cannot be shown to be fast';
}
