import type { Handler } from '@livechat/bus/serve';
import type { sendCanary as contract } from '@livechat/contracts/chat/canary';
import type { ReviewInput } from '@livechat/contracts/moderation/review-message';
import type { Context } from '../context.ts';
import { storeCanary } from '../db/store-canary.ts';

/** As a subject, because moderation remembers nothing of subjects; and of a sender who is nobody. */
const text: ReviewInput = {
  text: 'A canary sings to see whether anybody hears it.',
  kind: 'subject',
  senderType: 'user',
  senderId: Number.MAX_SAFE_INTEGER,
  isCanary: true,
};

/** The steps of sendMessage, in the same queues, for a message that is in no conversation. */
export function sendCanary({ db, askReviews, outbox }: Context): Handler<typeof contract> {
  return async (input, { requestId, deadline }) => {
    const reviews = await askReviews([text], { requestId, deadline });
    const { seq, heardElsewhere, events } = await storeCanary(db, input);
    const told = await outbox.publishAndWait(events);
    return { seq, reviewed: reviews !== undefined, told, heardElsewhere };
  };
}
