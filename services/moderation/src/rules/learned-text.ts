import { createTextScore } from '../learned/model.ts';
import type { Reading } from './reading.ts';
import type { Signal } from './signal.ts';

const { logOdds, version } = createTextScore();

/** Nearly three to one. Below, what it says of a short text is no evidence. */
const flagFrom = 1;

/**
 * What a text has in common with spam that was seen before, and with honest mail. It can flag alone and never refuse: what
 * it learned from is not what this company's customers write.
 */
export function learnedText({ folded }: Reading): Signal | undefined {
  const odds = logOdds(folded);
  if (!(odds >= flagFrom)) return undefined;
  const weight = Math.min(0.85, 0.6 + 0.06 * (odds - flagFrom));
  const percent = Math.round(100 / (1 + Math.exp(-odds)));
  return { code: 'LEARNED_TEXT', detail: `Reads like known spam (${percent} %, model ${version})`, weight };
}
