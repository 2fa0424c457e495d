import type { Principal } from '@livechat/contracts/actor';
import { type Message, messageFor } from '@livechat/contracts/chat/message';
import type { sendMessage } from '@livechat/contracts/chat/send-message';
import type { Input } from '@livechat/contracts/contract';
import { type Failure, fail, isFailure } from '@livechat/contracts/errors';
import { maySee } from './access.ts';
import { type AppliedMessage, applyMessage } from './apply-message.ts';
import type { Database, DatabaseTransaction } from './db/database.ts';
import { conversationsOf, findRepeats, nextMessageIds } from './db/find-messages.ts';
import { lockConversations, type WhenLocked } from './db/lock-conversations.ts';
import type { StoredEvent } from './db/outbox-rows.ts';
import { type Pipeline, transactInTwoTrips } from './db/pipelined-transaction.ts';
import { readMissed } from './db/read-missed.ts';
import { type MessageRow, toMessage } from './db/rows.ts';
import { writeMessages } from './db/write-messages.ts';
import { eventsOf, messageRow, reopeningRow, toldOf } from './message-rows.ts';
import type { ReviewedText } from './review.ts';
import { textHash } from './text-hash.ts';

/** A message that was reviewed and is to be stored. */
export interface Send {
  actor: Principal;
  input: Input<typeof sendMessage>;
  review: ReviewedText;
}

export interface Stored {
  message: Message;
  repeated: boolean;
  events: StoredEvent[];
}

export type Refusal = Failure<
  'NOT_FOUND' | 'CONFLICT' | 'CONTEXT_CHANGED' | 'CONVERSATION_CLOSED' | 'MESSAGE_REJECTED'
>;

/** `locked`: somebody else holds the conversation, or there is none. Nothing was decided. */
export type SendOutcome = Stored | Refusal | 'locked';

/** Of what was written in the same moment: more would not fit into an answer for sure. */
const maxMissedBeside = 10;

/**
 * Stores messages of any conversations in one transaction, in the order in which they came: access, repeat, seq, message,
 * counters, history and outbox, all or nothing. Writers wait for each other at the conversations' locks, so seqs have no
 * gap and counters do not drift. One outcome for each of them.
 */
export function storeMessages(db: Database, sends: readonly Send[], whenLocked: WhenLocked): Promise<SendOutcome[]> {
  return transactInTwoTrips(db, {
    read: (pipeline) => readGroup(pipeline, sends, whenLocked),
    decide: (tx, found) => decideAll(tx, sends, found),
  });
}

/** Resolves to what writes it. */
async function decideAll(
  tx: DatabaseTransaction,
  sends: readonly Send[],
  found: Found,
): Promise<(pipeline: Pipeline) => Promise<SendOutcome[]>> {
  const replyIds = sends.flatMap(({ input }) => input.replyToId ?? []);
  const group = {
    ...found,
    conversationOf: replyIds.length > 0 ? await conversationsOf(tx, replyIds) : new Map<number, number>(),
    beside: new Map<number, Written[]>(),
  };
  const decided: Decided[] = [];
  for (const [index, send] of sends.entries()) decided.push(await decide(tx, group, send, index));

  const written = decided.filter(isWritten);
  const reopened = written.filter(({ applied }) => applied.reopened);
  const reopeningIds = reopened.length > 0 ? await nextMessageIds(tx, reopened.length) : [];
  const rowsOf = new Map(
    written.map(({ row, applied, actor }) => {
      const id = applied.reopened ? reopeningIds.shift() : undefined;
      const system = id === undefined ? [] : [reopeningRow(applied, id)];
      const told = [toldOf(row, actor.displayName), ...system.map((one) => toldOf(one, null))];
      return [row, { rows: [row, ...system], events: eventsOf(applied, told) }];
    }),
  );
  const all = [...rowsOf.values()];
  const toWrite = {
    messages: all.flatMap(({ rows }) => rows),
    conversations: [...new Set(written.map(({ row }) => row.conversation_id))].flatMap(
      (id) => group.locked.get(id)?.conversation ?? [],
    ),
    changes: written.map(({ actor, applied }) => ({ actor, ...applied })),
    events: all.flatMap((one) => one.events),
  };
  return async (pipeline) => {
    const events = written.length === 0 ? [] : await writeMessages(pipeline, toWrite);
    return decided.map((one): SendOutcome => {
      if (!isWritten(one)) return one;
      const own = events.splice(0, rowsOf.get(one.row)?.events.length ?? 0);
      return { message: toMessage(one.row, one.actor.displayName), repeated: false, events: own };
    });
  };
}

interface Written {
  actor: Principal;
  applied: AppliedMessage;
  row: MessageRow;
}

type Decided = Written | SendOutcome;

const isWritten = (decided: Decided): decided is Written => typeof decided === 'object' && 'applied' in decided;

/** All that has to be known of all of them. */
async function readGroup(pipeline: Pipeline, sends: readonly Send[], whenLocked: WhenLocked) {
  const ids = [...new Set(sends.map(({ input }) => input.conversationId))];
  const keys = sends.map(({ actor, input: { conversationId, clientMessageId } }) => ({
    conversationId,
    clientMessageId,
    senderType: actor.role,
    senderId: actor.id,
  }));
  const [locked, repeats] = await Promise.all([
    lockConversations(pipeline, ids, whenLocked),
    findRepeats(pipeline, keys),
  ]);
  /** `locked`: as it is after what was decided so far. */
  return { whenLocked, locked, repeats };
}

type Found = Awaited<ReturnType<typeof readGroup>>;

interface Group extends Found {
  /** Of messages that are replied to. */
  conversationOf: ReadonlyMap<number, number>;
  /** What was decided so far, by conversation. */
  beside: Map<number, Written[]>;
}

/** What each step refuses is in the order in which a caller should learn of it. */
async function decide(tx: DatabaseTransaction, group: Group, send: Send, index: number): Promise<Decided> {
  const { actor, input, review } = send;
  const { conversationId: id, replyToId, basedOnSeq } = input;
  const held = group.locked.get(id);
  if (!held) return group.whenLocked === 'skip' ? 'locked' : fail('NOT_FOUND');
  const { conversation: before, now } = held;
  if (!maySee(actor, before)) return fail('NOT_FOUND');

  const hash = textHash(input.message);
  const beside = group.beside.get(id) ?? [];
  const earlier = group.repeats[index]?.earlier ?? beside.find((one) => isRepeat(one, send))?.row;
  if (earlier) {
    if (!earlier.text_hash?.equals(hash)) return fail('CONFLICT', 'This clientMessageId was used for another text');
    return { message: toMessage(earlier, actor.displayName), repeated: true, events: [] };
  }
  if (replyToId !== undefined && group.conversationOf.get(replyToId) !== id) {
    return fail('NOT_FOUND', 'There is no such message to reply to');
  }
  const missed = await readMissed(tx, actor, before, basedOnSeq);
  if (missed.length === 0) missed.push(...missedBeside(beside, send));
  if (missed.length > 0) return fail('CONTEXT_CHANGED', undefined, { messages: missed });
  const applied = applyMessage(before, actor, now);
  if (isFailure(applied)) return applied;
  if (review.rejected) return review.rejected;

  const metadata = { ...input.metadata, ...(review.moderation !== undefined && { moderation: review.moderation }) };
  const row = messageRow(applied, {
    id: group.repeats[index]?.nextId ?? 0,
    sender_type: actor.role,
    sender_id: actor.id,
    message: review.text,
    metadata: Object.keys(metadata).length > 0 ? metadata : null,
    reply_to_id: replyToId ?? null,
    client_message_id: input.clientMessageId?.toLowerCase() ?? null,
    text_hash: hash,
  });
  const written = { actor, applied, row };
  group.beside.set(id, [...beside, written]);
  group.locked.set(id, { conversation: applied.conversation, now });
  return written;
}

const isSame = (one: Principal, other: Principal) => one.role === other.role && one.id === other.id;

function isRepeat({ actor, row }: Written, send: Send): boolean {
  const clientMessageId = send.input.clientMessageId?.toLowerCase();
  return clientMessageId !== undefined && row.client_message_id === clientMessageId && isSame(actor, send.actor);
}

/** What others wrote in the same moment, which no statement can see yet. */
function missedBeside(beside: readonly Written[], { actor, input: { basedOnSeq } }: Send): Message[] {
  if (basedOnSeq === undefined) return [];
  const others = beside.filter((one) => one.row.seq > basedOnSeq && !isSame(one.actor, actor));
  return others
    .slice(0, maxMissedBeside)
    .map((one) => messageFor(actor.role, toMessage(one.row, one.actor.displayName)));
}
