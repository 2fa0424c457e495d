import type { Handler } from '@livechat/bus/serve';
import { cleanText } from '@livechat/clean-text/clean-text';
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
import { type Reading, readingOf } from '../rules/reading.ts';
import { judge } from '../rules/review-text.ts';
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
    const [review] = await reviewAll(context, [item], requestId);
    if (!review) throw new Error('a text was not judged');
    return review;
  };
}

/** Several texts with one question; the answers are in their order. */
export function reviewManyMessages(context: ReviewContext): Handler<typeof manyContract> {
  return async ({ items }, { requestId }) => ({ reviews: await reviewAll(context, items, requestId) });
}

async function reviewAll(context: ReviewContext, items: readonly ReviewInput[], requestId: string): Promise<Review[]> {
  const started = performance.now();
  const read = items.map((item) => ({ item, reading: readingOf(cleanText(item.text)) }));
  const cleanedMs = (performance.now() - started) / items.length;
  const recent = await context.rememberTexts(read);
  return read.map((one, index) => review(context, one, recent[index], { requestId, cleanedMs }));
}

function review(
  { log, count, lists, thresholds }: ReviewContext,
  { item, reading }: { item: ReviewInput; reading: Reading },
  recent: Recent | undefined,
  { requestId, cleanedMs }: { requestId: string; cleanedMs: number },
): Review {
  const started = performance.now();
  const verdict = judge(reading, item, { recent, thresholds, lists: lists.current() });
  if (!item.isCanary) count(verdict, cleanedMs + performance.now() - started);
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
