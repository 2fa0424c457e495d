import { requests } from '@livechat/contracts/registry';
import { runService } from '@livechat/service/run-service';
import { Settings } from './config.ts';
import { countReviews } from './count-reviews.ts';
import { reviewManyMessages, reviewMessage } from './handlers/review-message.ts';

await runService('moderation', Settings, async ({ bus, log, metrics }) => {
  const count = countReviews(metrics);
  bus.serve(requests.reviewMessage, reviewMessage(log, count));
  bus.serve(requests.reviewManyMessages, reviewManyMessages(log, count));
  return { dependencies: {} };
});
