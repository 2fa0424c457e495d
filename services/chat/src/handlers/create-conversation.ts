import type { Handler } from '@livechat/bus/serve';
import type { Principal } from '@livechat/contracts/actor';
import type { createConversation as contract } from '@livechat/contracts/chat/create-conversation';
import { conversationCreated, messageCreated } from '@livechat/contracts/chat/events';
import { messageFor } from '@livechat/contracts/chat/message';
import type { Input } from '@livechat/contracts/contract';
import { fail, isFailure } from '@livechat/contracts/errors';
import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { countOpen } from '../db/count-open.ts';
import type { DatabaseTransaction } from '../db/database.ts';
import { insertEvents, newEvent } from '../db/outbox-rows.ts';
import { selectMessages, toConversation, toMessage } from '../db/rows.ts';
import { type ReviewedText, reviewTexts } from '../review.ts';
import { textHash } from '../text-hash.ts';

const maxSubjectLength = 255;

export function createConversation({
  db,
  askReviews,
  outbox,
  settings,
  log,
  metrics,
}: Context): Handler<typeof contract> {
  return async (input, { actor, requestId, deadline }) => {
    const reviews = await reviewTexts(
      { askReviews, log, metrics },
      actor,
      [
        { field: 'subject', text: input.subject.trim(), kind: 'subject', maxLength: maxSubjectLength },
        { field: 'message', text: input.message, kind: 'message', maxLength: settings.CHAT_MESSAGE_MAX_LENGTH },
      ],
      { requestId, deadline, clientMessageId: input.clientMessageId },
    );
    if (isFailure(reviews)) return reviews;
    const [subject, message] = reviews;

    const maxOpen = settings.CHAT_MAX_CONVERSATIONS_PER_USER;
    const stored = await db
      .transaction()
      .execute((tx) => storeConversation(tx, actor, input, { subject, message, maxOpen }));
    if (isFailure(stored)) return stored;
    outbox.publish(stored.events);
    const { conversation, repeated } = stored;
    log.info({ requestId, conversationId: conversation.id, repeated }, 'conversation stored');
    return { conversation, message: messageFor(actor.role, stored.message), repeated };
  };
}

/** One user's openings wait for each other at the user's row, so that no race gets past the limit or doubles one. */
async function storeConversation(
  tx: DatabaseTransaction,
  actor: Principal,
  input: Input<typeof contract>,
  { subject, message, maxOpen }: { subject: ReviewedText; message: ReviewedText; maxOpen: number },
) {
  await tx.selectFrom('users').select('id').where('id', '=', actor.id).forUpdate().executeTakeFirstOrThrow();

  const hash = textHash(input.message);
  const earlier = await findRepeat(tx, actor, input.clientMessageId);
  if (earlier) {
    if (!earlier.hash?.equals(hash)) return fail('CONFLICT', 'This clientMessageId was used for another text');
    return { conversation: earlier.conversation, message: earlier.message, repeated: true, events: [] };
  }
  if ((await countOpen(tx, actor.id)) >= maxOpen) {
    return fail('CONVERSATION_LIMIT_REACHED', `At most ${maxOpen} conversations can be open at once`);
  }
  const rejected = subject.rejected ?? message.rejected;
  if (rejected) return rejected;

  const conversationRow = await tx
    .insertInto('chat_conversations')
    .values({
      user_id: actor.id,
      subject: subject.text.trim(),
      priority: input.priority,
      last_message_by: 'user',
      waiting_since: sql`now()`,
      admin_unread_count: 1,
      last_seq: 1,
      revision: 1,
      client_message_id: input.clientMessageId ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const messageRow = await tx
    .insertInto('chat_messages')
    .values({
      conversation_id: conversationRow.id,
      seq: 1,
      revision: 1,
      sender_type: 'user',
      sender_id: actor.id,
      message: message.text,
      metadata: message.moderation === undefined ? null : JSON.stringify({ moderation: message.moderation }),
      client_message_id: input.clientMessageId ?? null,
      text_hash: hash,
    })
    .returningAll()
    .executeTakeFirstOrThrow();

  const conversation = toConversation(conversationRow);
  const first = toMessage(messageRow, actor.displayName);
  const events = await insertEvents(tx, [
    newEvent(conversationCreated, conversation.id, { conversation }),
    newEvent(messageCreated, conversation.id, { revision: 1, conversation, message: first }),
  ]);
  return { conversation, message: first, repeated: false, events };
}

/** The conversation that this user already opened with the same `clientMessageId`, as it is now. */
async function findRepeat(tx: DatabaseTransaction, actor: Principal, clientMessageId: string | undefined) {
  if (clientMessageId === undefined) return undefined;
  const row = await tx
    .selectFrom('chat_conversations')
    .selectAll()
    .where('user_id', '=', actor.id)
    .where('client_message_id', '=', clientMessageId)
    .executeTakeFirst();
  if (!row) return undefined;
  const first = await selectMessages(tx)
    .where('m.conversation_id', '=', row.id)
    .where('m.seq', '=', 1)
    .executeTakeFirstOrThrow();
  return { conversation: toConversation(row), message: toMessage(first, first.sender_name), hash: first.text_hash };
}
