import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';

export interface LivenessProbe {
  /** Whether the process answers; it may take as long as it likes. */
  answers(signal: AbortSignal): Promise<boolean>;
  /** An answer that takes longer is a failure. */
  withinMs: number;
  /** Between one question and the next. */
  pauseMs?: number;
}

const failuresInARow = 3;
/** Longer than this behind its own timers the supervisor was kept from running, and knows nothing of the process. */
const ownDelayMs = 500;

/**
 * Resolves to true when a process that has answered before says nothing any more to several questions in a row; to
 * false when `signal` comes. One that is slow is not hung: an answer to any of the questions, however late, is a sign of
 * life. Nor is one hung whose supervisor got no time to listen: such a question does not count.
 */
export async function untilHung(probe: LivenessProbe, signal: AbortSignal): Promise<boolean> {
  const { answers, withinMs, pauseMs = 1_000 } = probe;
  let heard = 0;
  let failures = 0;
  let hasAnswered = false;

  const ask = async (asked: AbortSignal) => {
    const yes = await answers(asked).catch(() => false);
    if (yes) heard += 1;
  };

  const questions = new Set<AbortController>();
  const forget = () => {
    for (const question of questions) question.abort();
    questions.clear();
  };

  try {
    while (!signal.aborted) {
      const before = heard;
      const startedAt = performance.now();
      const question = new AbortController();
      questions.add(question);
      const answered = ask(question.signal).then(() => heard > before);
      const settled = new AbortController();
      const bell = delay(withinMs, false, { signal: AbortSignal.any([settled.signal, signal]) }).catch(() => false);
      const inTime = await Promise.race([answered, bell]);
      settled.abort();
      if (signal.aborted) break;
      const delayedMs = performance.now() - startedAt - withinMs;
      // What has arrived meanwhile is read before anything is said of the process.
      await turn();
      if (inTime || heard > before) {
        hasAnswered = true;
        failures = 0;
        forget();
      } else if (hasAnswered && delayedMs < ownDelayMs) {
        failures += 1;
      }
      if (failures >= failuresInARow) return !signal.aborted;
      // Refused at once is as bad as silent for long, and no reason to be quicker.
      const spentMs = performance.now() - startedAt;
      await delay(inTime ? pauseMs : Math.max(pauseMs, withinMs + pauseMs - spentMs), undefined, { signal }).catch(
        () => undefined,
      );
    }
    return false;
  } finally {
    forget();
  }
}
