import type { Handler } from '@livechat/bus/serve';
import type { Principal } from '@livechat/contracts/actor';
import { messageEdited } from '@livechat/contracts/chat/events';
import type { judgeMessage as contract } from '@livechat/contracts/chat/judge-message';
import type { Input } from '@livechat/contracts/contract';
import { fail, isFailure } from '@livechat/contracts/errors';
import { applyVerdict } from '../apply-verdict.ts';
import type { Context } from '../context.ts';
import type { DatabaseTransaction } from '../db/database.ts';
import { lockMessage } from '../db/lock-message.ts';
import { nextRevision } from '../db/next-revision.ts';
import { insertEvents, newEvent } from '../db/outbox-rows.ts';
import { selectMessages, toMessage } from '../db/rows.ts';

export function judgeMessage({ db, outbox, log, metrics }: Context): Handler<typeof contract> {
  return async (input, { actor, requestId }) => {
    const judged = await db.transaction().execute((tx) => storeVerdict(tx, actor, input));
    if (isFailure(judged)) return judged;
    // Said before: nothing to tell, and nothing to count.
    if (judged.was === undefined) return { message: judged.message };
    outbox.publish(judged.events);
    metrics.judged(input.verdict, judged.was);
    log.info({ requestId, messageId: input.messageId, verdict: input.verdict, adminId: actor.id }, 'message judged');
    return { message: judged.message };
  };
}

async function storeVerdict(tx: DatabaseTransaction, actor: Principal, input: Input<typeof contract>) {
  const found = await lockMessage(tx, actor, input);
  if (!found) return fail('NOT_FOUND');
  const { message: before, conversation, now } = found;
  const judged = applyVerdict(before, input.verdict, { adminId: actor.id, at: now });
  if (judged === undefined) return fail('CONFLICT', 'There is no mark on this message to judge');
  const read = async () => {
    const row = await selectMessages(tx).where('m.id', '=', before.id).executeTakeFirstOrThrow();
    return toMessage(row, row.sender_name);
  };
  if (judged === 'same') return { message: await read() };
  const { message: text, metadata, was } = judged;
  const revision = await nextRevision(tx, conversation);
  await tx
    .updateTable('chat_messages')
    .set({ message: text, metadata: JSON.stringify(metadata), updated_at: now, revision })
    .where('id', '=', before.id)
    .execute();
  const message = await read();
  const events = await insertEvents(tx, [newEvent(messageEdited, before.conversation_id, { revision, message })]);
  return { message, was, events };
}
