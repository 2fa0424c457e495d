import { requests } from '@livechat/contracts/registry';
import { runService } from '@livechat/service/run-service';
import { Settings } from './config.ts';
import { reviewManyMessages, reviewMessage } from './handlers/review-message.ts';

await runService('moderation', Settings, async ({ bus, log }) => {
  bus.serve(requests.reviewMessage, reviewMessage(log));
  bus.serve(requests.reviewManyMessages, reviewManyMessages(log));
  return { dependencies: {} };
});
