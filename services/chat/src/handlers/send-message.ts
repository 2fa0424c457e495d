import type { Handler } from '@livechat/bus/serve';
import type { Principal } from '@livechat/contracts/actor';
import { messageFor } from '@livechat/contracts/chat/message';
import type { sendMessage as contract } from '@livechat/contracts/chat/send-message';
import type { Input } from '@livechat/contracts/contract';
import { fail, isFailure } from '@livechat/contracts/errors';
import { applyMessage } from '../apply-message.ts';
import type { Context } from '../context.ts';
import type { DatabaseTransaction } from '../db/database.ts';
import { lockConversation } from '../db/lock-conversation.ts';
import { readMissed } from '../db/read-missed.ts';
import { selectMessages, toMessage } from '../db/rows.ts';
import { textHash, writeMessage } from '../db/write-message.ts';
import { type ReviewedText, reviewTexts } from '../review.ts';

export function sendMessage({ db, call, outbox, settings, log, metrics }: Context): Handler<typeof contract> {
  return async (input, { actor, requestId, deadline }) => {
    const maxLength = settings.CHAT_MESSAGE_MAX_LENGTH;
    const question = { field: 'message', text: input.message, kind: 'message', maxLength } as const;
    const about = { requestId, deadline, conversationId: input.conversationId };
    const review = await reviewTexts({ call, log, metrics }, actor, [question], about);
    if (isFailure(review)) return review;

    const stored = await db.transaction().execute((tx) => storeMessage(tx, actor, input, review[0]));
    if (isFailure(stored)) return stored;
    outbox.publish(stored.events);
    const { message, repeated } = stored;
    log.info({ requestId, conversationId: message.conversationId, seq: message.seq, repeated }, 'message stored');
    return { message: messageFor(actor.role, message), repeated };
  };
}

/**
 * Access, repeat, seq, message, counters, history and outbox: all or nothing. Senders wait for each other at the
 * conversation's lock, so its seqs have no gap and its counters do not drift. What each step refuses is in the order
 * in which a caller should learn of it.
 */
async function storeMessage(
  tx: DatabaseTransaction,
  actor: Principal,
  input: Input<typeof contract>,
  review: ReviewedText,
) {
  const locked = await lockConversation(tx, actor, input.conversationId);
  if (!locked) return fail('NOT_FOUND');

  const hash = textHash(input.message);
  const earlier = await findRepeat(tx, actor, input);
  if (earlier) {
    if (!earlier.text_hash?.equals(hash)) return fail('CONFLICT', 'This clientMessageId was used for another text');
    return { message: toMessage(earlier, earlier.sender_name), repeated: true, events: [] };
  }
  if (input.replyToId !== undefined && !(await isMessageOf(tx, input.conversationId, input.replyToId))) {
    return fail('NOT_FOUND', 'There is no such message to reply to');
  }
  const { now, conversation: before } = locked;
  const missed = await readMissed(tx, actor, before, input.basedOnSeq);
  if (missed.length > 0) return fail('CONTEXT_CHANGED', undefined, { messages: missed });
  const applied = applyMessage(before, actor, now);
  if (isFailure(applied)) return applied;
  if (review.rejected) return review.rejected;

  const metadata = { ...input.metadata, ...(review.moderation !== undefined && { moderation: review.moderation }) };
  const written = await writeMessage(tx, actor, applied, {
    message: review.text,
    metadata: Object.keys(metadata).length > 0 ? metadata : null,
    reply_to_id: input.replyToId ?? null,
    client_message_id: input.clientMessageId ?? null,
    text_hash: hash,
  });
  return { ...written, repeated: false };
}

/** The message that this sender already stored here under the same `clientMessageId`. */
async function findRepeat(tx: DatabaseTransaction, actor: Principal, input: Input<typeof contract>) {
  if (input.clientMessageId === undefined) return undefined;
  return selectMessages(tx)
    .where('m.conversation_id', '=', input.conversationId)
    .where('m.sender_type', '=', actor.role)
    .where('m.sender_id', '=', actor.id)
    .where('m.client_message_id', '=', input.clientMessageId)
    .executeTakeFirst();
}

async function isMessageOf(tx: DatabaseTransaction, conversationId: number, messageId: number): Promise<boolean> {
  const found = await tx
    .selectFrom('chat_messages')
    .select('id')
    .where('id', '=', messageId)
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst();
  return found !== undefined;
}
