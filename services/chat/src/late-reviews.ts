import { randomUUID } from 'node:crypto';
import { messageEdited } from '@livechat/contracts/chat/events';
import { isFailure } from '@livechat/contracts/errors';
import { type Review, type ReviewInput, reviewManyMessages } from '@livechat/contracts/moderation/review-message';
import { sql } from 'kysely';
import { applyReview } from './apply-review.ts';
import type { Context } from './context.ts';
import type { DatabaseTransaction } from './db/database.ts';
import { lockMessage } from './db/lock-message.ts';
import { nextRevision } from './db/next-revision.ts';
import { insertEvents, newEvent, type StoredEvent } from './db/outbox-rows.ts';
import { type MessageRow, selectMessages, toMessage } from './db/rows.ts';

/** Of the promised 60 s after moderation is back. */
const everyMs = 5_000;
const batchSize = 50;
/** Of all texts of a batch: the costliest take 1.5 microseconds each, and a question has 0.3 s. */
const mostCharacters = 40_000;

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
  /** Fewer after a question that was too much for its time, or for a slow moderation; more again after an answered one. */
  let characters = mostCharacters;

  /** False when moderation does not answer, so that the others need not be tried now. */
  const reviewRows = async (rows: MessageRow[]): Promise<boolean> => {
    const requestId = randomUUID();
    const items = rows.map(questionOf);
    const answer = await call(reviewManyMessages, { items }, { actor: { role: 'service', name: 'chat' }, requestId });
    if (isFailure(answer)) {
      if (answer.failure === 'UNAVAILABLE') {
        characters = Math.max(1, characters / 2);
        return false;
      }
      // One of them cannot be asked about; it must not keep back the others.
      if (rows.length > 1) for (const row of rows) if (stopped || !(await reviewRows([row]))) return false;
      return true;
    }
    characters = Math.min(mostCharacters, 2 * characters);
    for (const [index, review] of answer.reviews.entries()) {
      const row = rows[index];
      if (!row || stopped) continue;
      try {
        outbox.publish(await db.transaction().execute((tx) => storeReview(tx, row, review)));
        metrics.reviewed(review.action);
      } catch (err) {
        log.warn({ err, requestId, messageId: row.id }, 'a late review is tried again');
      }
    }
    log.info({ requestId, messages: rows.length }, 'reviewed what was accepted unreviewed');
    return true;
  };

  /** Each once, in batches; what failed has its turn in the next round. */
  const reviewAll = async () => {
    for (let afterId = 0; !stopped; ) {
      const found = await db
        .selectFrom('chat_messages')
        .selectAll()
        .where(isUnreviewed)
        .where('sender_id', 'is not', null)
        .where('id', '>', afterId)
        .orderBy('id')
        .limit(batchSize)
        .execute();
      const rows = found.slice(0, firstWithin(found, characters));
      const last = rows.at(-1);
      if (!last || !(await reviewRows(rows))) return;
      afterId = last.id;
    }
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

/** How many of the first have no more characters in all; at least one, so that it always gets on. */
function firstWithin(rows: readonly MessageRow[], most: number): number {
  let sum = 0;
  const over = rows.findIndex(({ message }) => {
    sum += message.length;
    return sum > most;
  });
  return over < 0 ? rows.length : Math.max(1, over);
}

function questionOf({ message, sender_type, sender_id, conversation_id, client_message_id }: MessageRow): ReviewInput {
  return {
    text: message,
    kind: 'message',
    senderType: sender_type,
    senderId: sender_id ?? 0,
    conversationId: conversation_id,
    ...(client_message_id !== null && { clientMessageId: client_message_id }),
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
