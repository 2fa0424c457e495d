import type { Metadata } from '@livechat/contracts/chat/message';
import type { Review } from '@livechat/contracts/moderation/review-message';

export interface Reviewed {
  message: string;
  metadata: Metadata | null;
}

/** A message that was accepted unreviewed, after its review. One that is refused now is taken away, but not from staff. */
export function applyReview({ message, metadata }: Reviewed, { action, text, score, reasons }: Review): Reviewed {
  const { moderation: _, ...rest } = metadata ?? {};
  if (action === 'allow') return { message: text, metadata: Object.keys(rest).length > 0 ? rest : null };
  const moderation = { reviewed: true, action, score, reasons };
  if (action === 'flag') return { message: text, metadata: { ...rest, moderation } };
  return { message: '', metadata: { ...rest, removed: true, moderation: { ...moderation, original: message } } };
}
