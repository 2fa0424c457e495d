import type { Handler } from '@livechat/bus/serve';
import type { Principal } from '@livechat/contracts/actor';
import { messageEdited } from '@livechat/contracts/chat/events';
import type { judgeMessage as contract } from '@livechat/contracts/chat/judge-message';
import type { Input } from '@livechat/contracts/contract';
import { fail, isFailure } from '@livechat/contracts/errors';
import type { Context } from '../context.ts';
import type { DatabaseTransaction } from '../db/database.ts';
import { lockMessage } from '../db/lock-message.ts';
import { nextRevision } from '../db/next-revision.ts';
import { insertEvents, newEvent } from '../db/outbox-rows.ts';
import { selectMessages, toMessage } from '../db/rows.ts';

export function judgeMessage({ db, outbox, log }: Context): Handler<typeof contract> {
  return async (input, { actor, requestId }) => {
    const judged = await db.transaction().execute((tx) => storeVerdict(tx, actor, input));
    if (isFailure(judged)) return judged;
    outbox.publish(judged.events);
    log.info({ requestId, messageId: input.messageId, verdict: input.verdict, adminId: actor.id }, 'message judged');
    return { message: judged.message };
  };
}

async function storeVerdict(tx: DatabaseTransaction, actor: Principal, input: Input<typeof contract>) {
  const found = await lockMessage(tx, actor, input);
  if (!found) return fail('NOT_FOUND');
  const { message: before, conversation, now } = found;
  const moderation = before.metadata?.moderation;
  if (typeof moderation !== 'object' || moderation === null || before.metadata?.removed) {
    return fail('CONFLICT', 'There is no mark on this message to judge');
  }
  // The text that is taken away stays where only staff see it.
  const judged = { ...moderation, verdict: input.verdict, judgedBy: actor.id, judgedAt: now.toISOString() };
  const rejected = input.verdict === 'reject';
  const metadata = rejected
    ? { ...before.metadata, removed: true, moderation: { ...judged, original: before.message } }
    : { ...before.metadata, moderation: judged };
  const revision = await nextRevision(tx, conversation);
  await tx
    .updateTable('chat_messages')
    .set({ metadata: JSON.stringify(metadata), updated_at: now, revision, ...(rejected && { message: '' }) })
    .where('id', '=', before.id)
    .execute();
  const row = await selectMessages(tx).where('m.id', '=', before.id).executeTakeFirstOrThrow();
  const message = toMessage(row, row.sender_name);
  return {
    message,
    events: await insertEvents(tx, [newEvent(messageEdited, before.conversation_id, { revision, message })]),
  };
}
