import type { Handler } from '@livechat/bus/serve';
import type {
  reviewMessage as contract,
  reviewManyMessages as manyContract,
  Review,
  ReviewInput,
} from '@livechat/contracts/moderation/review-message';
import type { Logger } from '@livechat/service/logger';
import type { CountReview } from '../count-reviews.ts';
import { reviewText } from '../rules/review-text.ts';

export function reviewMessage(log: Logger, count: CountReview): Handler<typeof contract> {
  return async (item, { requestId }) => review(item, requestId, log, count);
}

/** Several texts with one question; the answers are in their order. */
export function reviewManyMessages(log: Logger, count: CountReview): Handler<typeof manyContract> {
  return async ({ items }, { requestId }) => ({ reviews: items.map((item) => review(item, requestId, log, count)) });
}

function review(item: ReviewInput, requestId: string, log: Logger, count: CountReview): Review {
  const started = performance.now();
  const verdict = reviewText(item);
  count(verdict, performance.now() - started);
  if (verdict.action !== 'allow') {
    const reasons = verdict.reasons.map(({ code }) => code);
    const { senderId, conversationId } = item;
    log.info(
      { requestId, senderId, conversationId, action: verdict.action, score: verdict.score, reasons },
      'spam suspected',
    );
  }
  return verdict;
}
