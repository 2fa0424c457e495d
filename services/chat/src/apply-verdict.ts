import type { judgeMessage } from '@livechat/contracts/chat/judge-message';
import type { Input } from '@livechat/contracts/contract';
import type { Review } from '@livechat/contracts/moderation/review-message';
import type { Reviewed } from './apply-review.ts';

export type Verdict = Input<typeof judgeMessage>['verdict'];

/** What moderation had said; `unreviewed` when it was away. */
export type JudgedAction = Exclude<Review['action'], 'allow'> | 'unreviewed';

export type Judged = Reviewed & { was: JudgedAction };

/**
 * A marked message after staff's word on it, which they may take back: a text that is taken away stays where only staff see
 * it, and comes back from there. `same` when that was their word already; undefined when there is nothing to judge.
 */
export function applyVerdict(
  { message, metadata }: Reviewed,
  verdict: Verdict,
  by: { adminId: number; at: Date },
): Judged | 'same' | undefined {
  const { moderation, removed, ...rest } = metadata ?? {};
  if (typeof moderation !== 'object' || moderation === null || Array.isArray(moderation)) return undefined;
  if (moderation.verdict === verdict) return 'same';
  const { original, ...mark } = moderation;
  const text = removed === true ? original : message;
  if (typeof text !== 'string') return undefined;
  // Somebody looked at it: a review that was owed must not undo their word.
  const judged = { ...mark, reviewed: true, verdict, judgedBy: by.adminId, judgedAt: by.at.toISOString() };
  const { action } = moderation;
  const was = action === 'flag' || action === 'reject' ? action : 'unreviewed';
  if (verdict === 'allow') return { message: text, metadata: { ...rest, moderation: judged }, was };
  return { message: '', metadata: { ...rest, removed: true, moderation: { ...judged, original: text } }, was };
}
