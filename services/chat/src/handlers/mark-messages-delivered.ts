import type { Handler } from '@livechat/bus/serve';
import type { Principal } from '@livechat/contracts/actor';
import { messagesDelivered } from '@livechat/contracts/chat/events';
import type { markMessagesDelivered as contract } from '@livechat/contracts/chat/mark-messages-delivered';
import type { Input } from '@livechat/contracts/contract';
import { fail, isFailure } from '@livechat/contracts/errors';
import { sql } from 'kysely';
import { maySee } from '../access.ts';
import type { Context } from '../context.ts';
import type { DatabaseTransaction } from '../db/database.ts';
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
  const conversation = await tx
    .selectFrom('chat_conversations')
    .select(['user_id', sql<Date>`clock_timestamp()::timestamptz(3)`.as('now')])
    .where('id', '=', conversationId)
    .executeTakeFirst();
  if (!conversation || !maySee(actor, conversation)) return fail('NOT_FOUND');
  const { now } = conversation;
  const delivered = await tx
    .updateTable('chat_messages')
    .set({ status: 'delivered', delivered_at: now, updated_at: now })
    .where('conversation_id', '=', conversationId)
    .where('sender_type', '=', actor.role === 'user' ? 'admin' : 'user')
    .where('seq', '>', afterSeq)
    .where('seq', '<=', upToSeq)
    .where('status', '=', 'sent')
    .where('message_type', '<>', 'system')
    .returning('seq')
    .execute();
  if (delivered.length === 0) return { events: [] };
  const event = {
    conversationId,
    recipientType: actor.role,
    upToSeq: Math.max(...delivered.map(({ seq }) => seq)),
    deliveredAt: now.toISOString(),
  };
  return { events: await insertEvents(tx, [newEvent(messagesDelivered, conversationId, event)]) };
}
