import type { Handler } from '@livechat/bus/serve';
import { messageFor } from '@livechat/contracts/chat/message';
import type { sendMessage as contract } from '@livechat/contracts/chat/send-message';
import { isFailure } from '@livechat/contracts/errors';
import { cleanMetadata } from '../clean-metadata.ts';
import type { Context } from '../context.ts';
import { reviewTexts } from '../review.ts';

export function sendMessage({
  storeTogether,
  askReviews,
  outbox,
  settings,
  log,
  metrics,
}: Context): Handler<typeof contract> {
  return async (input, { actor, requestId, deadline }) => {
    const metadata = input.metadata && cleanMetadata(input.metadata);
    if (isFailure(metadata)) return metadata;
    const maxLength = settings.CHAT_MESSAGE_MAX_LENGTH;
    const question = { field: 'message', text: input.message, kind: 'message', maxLength } as const;
    const { conversationId, clientMessageId } = input;
    const about = { requestId, deadline, conversationId, clientMessageId };
    const review = await reviewTexts({ askReviews, log, metrics }, actor, [question], about);
    if (isFailure(review)) return review;

    const stored = await storeTogether({
      actor,
      input: { ...input, ...(metadata && { metadata }) },
      review: review[0],
      deadline,
    });
    if (isFailure(stored)) return stored;
    outbox.publish(stored.events);
    const { message, repeated } = stored;
    log.info({ requestId, conversationId: message.conversationId, seq: message.seq, repeated }, 'message stored');
    return { message: messageFor(actor.role, message), repeated };
  };
}
