import { randomUUID } from 'node:crypto';
import { messageEdited } from '@livechat/contracts/chat/events';
import { isFailure } from '@livechat/contracts/errors';
import { type Review, reviewManyMessages } from '@livechat/contracts/moderation/review-message';
import { sql } from 'kysely';
import { applyReview } from './apply-review.ts';
import type { Context } from './context.ts';
import type { DatabaseTransaction } from './db/database.ts';
import { lockMessage } from './db/lock-message.ts';
import { nextRevision } from './db/next-revision.ts';
import { insertEvents, newEvent, type StoredEvent } from './db/outbox-rows.ts';
import { type MessageRow, selectMessages, toMessage } from './db/rows.ts';
import { fitting } from './page-bytes.ts';

/** Of the promised 60 s after moderation is back. */
const everyMs = 5_000;
const batchSize = 50;

export interface LateReviews {
  start(): void;
  stop(): Promise<void>;
}

/**
 * Has messages reviewed that were accepted while moderation was away, and tells what came of it. Several instances may
 * review the same one: whoever is first writes, the others find nothing to do.
 */
export function createLateReviews({ db, call, outbox, log, metrics }: Context): LateReviews {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;

  const reviewBatch = async (): Promise<'done' | 'more'> => {
    const found = await db
      .selectFrom('chat_messages')
      .selectAll()
      .where(isUnreviewed)
      .orderBy('id')
      .limit(batchSize)
      .execute();
    const rows = found.slice(0, fitting(found));
    if (rows.length === 0) return 'done';
    const items = rows.map(({ message, sender_type, sender_id, conversation_id }) => ({
      text: message,
      kind: 'message' as const,
      senderType: sender_type,
      senderId: sender_id ?? 0,
      conversationId: conversation_id,
    }));
    const requestId = randomUUID();
    const answer = await call(reviewManyMessages, { items }, { actor: { role: 'service', name: 'chat' }, requestId });
    if (isFailure(answer) || answer.reviews.length !== rows.length) return 'done';
    for (const [index, review] of answer.reviews.entries()) {
      const row = rows[index];
      if (!row) continue;
      outbox.publish(await db.transaction().execute((tx) => storeReview(tx, row, review)));
      metrics.reviewed(review.action);
    }
    log.info({ requestId, messages: rows.length }, 'reviewed what was accepted unreviewed');
    return found.length < batchSize && rows.length === found.length ? 'done' : 'more';
  };

  const reviewAll = async () => {
    while (!stopped && (await reviewBatch()) === 'more');
  };

  return {
    start() {
      timer = setInterval(() => {
        running ??= reviewAll()
          .catch((err: unknown) => log.warn({ err }, 'late reviews are tried again'))
          .finally(() => {
            running = undefined;
          });
      }, everyMs);
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

/** As in the partial index, to the letter. */
const isUnreviewed = sql<boolean>`metadata @> '{"moderation": {"reviewed": false}}'`;

const wasUnreviewed = ({ metadata }: MessageRow) => Object(metadata?.moderation).reviewed === false;

/** Nothing when somebody edited, judged or reviewed it meanwhile; an edited one has its turn again. */
async function storeReview(tx: DatabaseTransaction, reviewed: MessageRow, review: Review): Promise<StoredEvent[]> {
  const about = { conversationId: reviewed.conversation_id, messageId: reviewed.id };
  const locked = await lockMessage(tx, { role: 'service', name: 'chat' }, about);
  if (!locked || locked.message.message !== reviewed.message || !wasUnreviewed(locked.message)) return [];
  const { message, metadata } = applyReview(locked.message, review);
  const revision = await nextRevision(tx, locked.conversation);
  await tx
    .updateTable('chat_messages')
    .set({ message, metadata: metadata && JSON.stringify(metadata), updated_at: locked.now, revision })
    .where('id', '=', reviewed.id)
    .execute();
  const told = await selectMessages(tx).where('m.id', '=', reviewed.id).executeTakeFirstOrThrow();
  const event = { revision, message: toMessage(told, told.sender_name) };
  return insertEvents(tx, [newEvent(messageEdited, reviewed.conversation_id, event)]);
}
