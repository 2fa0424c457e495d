import type { Handler } from '@livechat/bus/serve';
import type { Principal } from '@livechat/contracts/actor';
import { messagesDelivered } from '@livechat/contracts/chat/events';
import type { markMessagesDelivered as contract } from '@livechat/contracts/chat/mark-messages-delivered';
import type { Input } from '@livechat/contracts/contract';
import { fail, isFailure } from '@livechat/contracts/errors';
import type { Context } from '../context.ts';
import type { DatabaseTransaction } from '../db/database.ts';
import { lockConversation } from '../db/lock-conversation.ts';
import { nextRevision } from '../db/next-revision.ts';
import { insertEvents, newEvent } from '../db/outbox-rows.ts';

export function markMessagesDelivered({ db, outbox }: Context): Handler<typeof contract> {
  return async (input, { actor }) => {
    const marked = await db.transaction().execute((tx) => markDelivered(tx, actor, input));
    if (isFailure(marked)) return marked;
    outbox.publish(marked.events);
    return {};
  };
}

/** What is delivered or read stays so; a seq that does not exist yet delivers nothing. */
async function markDelivered(
  tx: DatabaseTransaction,
  actor: Principal,
  { conversationId, upToSeq, afterSeq = 0 }: Input<typeof contract>,
) {
  const locked = await lockConversation(tx, actor, conversationId);
  if (!locked) return fail('NOT_FOUND');
  const { conversation, now } = locked;
  const revision = conversation.revision + 1;
  const delivered = await tx
    .updateTable('chat_messages')
    .set({ status: 'delivered', delivered_at: now, updated_at: now, revision })
    .where('conversation_id', '=', conversationId)
    .where('sender_type', '=', actor.role === 'user' ? 'admin' : 'user')
    .where('seq', '>', afterSeq)
    .where('seq', '<=', upToSeq)
    .where('status', '=', 'sent')
    .where('message_type', '<>', 'system')
    .returning('seq')
    .execute();
  if (delivered.length === 0) return { events: [] };
  await nextRevision(tx, conversation);
  const event = {
    conversationId,
    recipientType: actor.role,
    upToSeq: Math.max(...delivered.map(({ seq }) => seq)),
    deliveredAt: now.toISOString(),
  };
  return { events: await insertEvents(tx, [newEvent(messagesDelivered, conversationId, { ...event, revision })]) };
}
