export type Action = 'allow' | 'flag' | 'reject';

const flagFrom = 0.6;
const rejectFrom = 0.9;

/** From a score, 0 to 1: under 0.6 allow, under 0.9 flag (delivered, and marked for staff), above that reject. */
export function verdict(score: number): Action {
  if (score < flagFrom) return 'allow';
  return score < rejectFrom ? 'flag' : 'reject';
}
