import { requests } from '@livechat/contracts/registry';
import { connectRedis, redisAnswers } from '@livechat/service/redis';
import { runService } from '@livechat/service/run-service';
import { Settings } from './config.ts';
import { countReviews } from './count-reviews.ts';
import { reviewManyMessages, reviewMessage } from './handlers/review-message.ts';
import { watchLists } from './lists/watch-lists.ts';
import { createRecentTexts } from './recent/recent-texts.ts';

await runService('moderation', Settings, async ({ settings, bus, log, metrics }) => {
  const lists = await watchLists(settings.MODERATION_LISTS, log, metrics);
  const redis = connectRedis(settings.REDIS_URL, log);
  const context = {
    log,
    count: countReviews(metrics),
    lists,
    rememberTexts: createRecentTexts(redis, log),
    thresholds: { flagFrom: settings.MODERATION_FLAG_FROM, rejectFrom: settings.MODERATION_REJECT_FROM },
  };
  bus.serve(requests.reviewMessage, reviewMessage(context));
  bus.serve(requests.reviewManyMessages, reviewManyMessages(context));
  return {
    dependencies: { redis: { required: false, check: () => redisAnswers(redis) } },
    async close() {
      lists.stop();
      redis.disconnect();
    },
  };
});
