import type { Review } from '@livechat/contracts/moderation/review-message';
import type { Metrics } from '@livechat/service/metrics';

export type CountReview = (review: Pick<Review, 'action' | 'reasons'>, durationMs: number) => void;

/** Reason codes are those of the rules; what a rule found stays out. */
export function countReviews(metrics: Metrics): CountReview {
  const verdicts = metrics.counter('moderation_verdicts_total', 'Texts judged', ['action']);
  const reasons = metrics.counter(
    'moderation_reasons_total',
    'Rules that spoke against a text; a text can have several',
    ['action', 'reason'],
  );
  const took = metrics.histogram('moderation_review_duration_seconds', 'To clean and judge one text');
  return (review, durationMs) => {
    verdicts({ action: review.action });
    for (const { code } of review.reasons) reasons({ action: review.action, reason: code });
    took({}, durationMs);
  };
}
