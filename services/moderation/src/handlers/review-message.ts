import type { Handler } from '@livechat/bus/serve';
import type {
  reviewMessage as contract,
  reviewManyMessages as manyContract,
  Review,
  ReviewInput,
} from '@livechat/contracts/moderation/review-message';
import type { Logger } from '@livechat/service/logger';
import { reviewText } from '../rules/review-text.ts';

export function reviewMessage(log: Logger): Handler<typeof contract> {
  return async (item, { requestId }) => review(item, requestId, log);
}

/** Several texts with one question; the answers are in their order. */
export function reviewManyMessages(log: Logger): Handler<typeof manyContract> {
  return async ({ items }, { requestId }) => ({ reviews: items.map((item) => review(item, requestId, log)) });
}

function review(item: ReviewInput, requestId: string, log: Logger): Review {
  const verdict = reviewText(item);
  if (verdict.action !== 'allow') {
    const reasons = verdict.reasons.map(({ code }) => code);
    log.info({ requestId, action: verdict.action, score: verdict.score, reasons }, 'spam suspected');
  }
  return verdict;
}
