import type { Handler } from '@livechat/bus/serve';
import type {
  reviewMessage as contract,
  reviewManyMessages as manyContract,
  Review,
  ReviewInput,
} from '@livechat/contracts/moderation/review-message';
import type { Logger } from '@livechat/service/logger';
import type { CountReview } from '../count-reviews.ts';
import type { WatchedLists } from '../lists/watch-lists.ts';
import type { Recent, RememberTexts } from '../recent/recent-texts.ts';
import { reviewText } from '../rules/review-text.ts';
import type { Thresholds } from '../rules/verdict.ts';

export interface ReviewContext {
  log: Logger;
  count: CountReview;
  lists: Pick<WatchedLists, 'current'>;
  rememberTexts: RememberTexts;
  thresholds: Thresholds;
}

export function reviewMessage(context: ReviewContext): Handler<typeof contract> {
  return async (item, { requestId }) => {
    const [recent] = await context.rememberTexts([item]);
    return review(context, item, recent, requestId);
  };
}

/** Several texts with one question; the answers are in their order. */
export function reviewManyMessages(context: ReviewContext): Handler<typeof manyContract> {
  return async ({ items }, { requestId }) => {
    const recent = await context.rememberTexts(items);
    return { reviews: items.map((item, index) => review(context, item, recent[index], requestId)) };
  };
}

function review(
  { log, count, lists, thresholds }: ReviewContext,
  item: ReviewInput,
  recent: Recent | undefined,
  requestId: string,
): Review {
  const started = performance.now();
  const verdict = reviewText(item, { recent, thresholds, lists: lists.current() });
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
