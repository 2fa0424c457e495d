import type { Handler } from '@livechat/bus/serve';
import type { Principal } from '@livechat/contracts/actor';
import { type editMessage as contract, editWindowMs } from '@livechat/contracts/chat/edit-message';
import { messageEdited } from '@livechat/contracts/chat/events';
import { messageFor } from '@livechat/contracts/chat/message';
import type { Input } from '@livechat/contracts/contract';
import { fail, isFailure } from '@livechat/contracts/errors';
import type { Context } from '../context.ts';
import type { DatabaseTransaction } from '../db/database.ts';
import { lockMessage } from '../db/lock-message.ts';
import { nextRevision } from '../db/next-revision.ts';
import { insertEvents, newEvent } from '../db/outbox-rows.ts';
import { toMessage } from '../db/rows.ts';
import { type ReviewedText, reviewTexts } from '../review.ts';

export function editMessage({ db, askReviews, outbox, settings, log, metrics }: Context): Handler<typeof contract> {
  return async (input, { actor, requestId, deadline }) => {
    const maxLength = settings.CHAT_MESSAGE_MAX_LENGTH;
    const question = { field: 'message', text: input.message, kind: 'message', maxLength } as const;
    const about = { requestId, deadline, conversationId: input.conversationId };
    const review = await reviewTexts({ askReviews, log, metrics }, actor, [question], about);
    if (isFailure(review)) return review;
    const stored = await db.transaction().execute((tx) => storeEdit(tx, actor, input, review[0]));
    if (isFailure(stored)) return stored;
    outbox.publish(stored.events);
    return { message: messageFor(actor.role, stored.message) };
  };
}

async function storeEdit(
  tx: DatabaseTransaction,
  actor: Principal,
  input: Input<typeof contract>,
  review: ReviewedText,
) {
  const found = await lockMessage(tx, actor, input);
  if (!found) return fail('NOT_FOUND');
  const { now, message: before, conversation } = found;
  if (before.sender_type !== actor.role || before.sender_id !== actor.id || before.message_type === 'system') {
    return fail('FORBIDDEN', 'Only its sender may change a message');
  }
  if (before.metadata?.removed) return fail('CONFLICT', 'The message was removed');
  if (now.getTime() - before.created_at.getTime() > editWindowMs) {
    return fail('CONFLICT', 'A message can be changed for 15 minutes');
  }
  if (review.rejected) return review.rejected;

  const { moderation: _, ...rest } = before.metadata ?? {};
  const metadata = { ...rest, ...(review.moderation !== undefined && { moderation: review.moderation }) };
  const revision = await nextRevision(tx, conversation);
  const row = await tx
    .updateTable('chat_messages')
    .set({
      message: review.text,
      metadata: Object.keys(metadata).length > 0 ? JSON.stringify(metadata) : null,
      is_edited: true,
      edited_at: now,
      updated_at: now,
      revision,
    })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const message = toMessage(row, actor.displayName);
  return {
    message,
    events: await insertEvents(tx, [newEvent(messageEdited, row.conversation_id, { revision, message })]),
  };
}
