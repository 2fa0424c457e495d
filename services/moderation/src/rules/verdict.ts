export type Action = 'allow' | 'flag' | 'reject';

/** From which score on, 0 to 1, a message is marked for staff, and from which it is refused. */
export interface Thresholds {
  flagFrom: number;
  rejectFrom: number;
}

export const usualThresholds: Thresholds = { flagFrom: 0.6, rejectFrom: 0.9 };

export function verdict(score: number, { flagFrom, rejectFrom }: Thresholds): Action {
  if (score < flagFrom) return 'allow';
  return score < rejectFrom ? 'flag' : 'reject';
}
