import { Priority } from '@livechat/contracts/chat/conversation';
import { Message, Metadata } from '@livechat/contracts/chat/message';
import { type ErrorCode, isErrorCode } from '@livechat/contracts/errors';
import { z } from 'zod';
import type { CallAnswer, Refusal } from './answer.ts';
import { randomId } from './random-id.ts';

const StoredRefusal = z.object({
  ok: z.literal(false),
  kind: z.literal('refused'),
  code: z.custom<ErrorCode>(isErrorCode),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).exactOptional(),
  retryAfterMs: z.number().exactOptional(),
  messages: z.array(Message).exactOptional(),
});

/** A message that waits to be stored, as it is kept. */
export const OutboxEntry = z.object({
  /** Entries are sent in the order of their keys. */
  key: z.string(),
  clientMessageId: z.string(),
  /** An id, or the name of a conversation that an earlier entry opens. */
  conversation: z.union([z.number(), z.string()]),
  /** With this the message opens its conversation. */
  opens: z.object({ subject: z.string(), priority: Priority.exactOptional() }).exactOptional(),
  message: z.string(),
  metadata: Metadata.exactOptional(),
  replyToId: z.number().exactOptional(),
  basedOnSeq: z.number().exactOptional(),
  queuedAt: z.string(),
  /** Whether it may have been stored already: then its text can no longer be changed. */
  attempted: z.boolean(),
  refusal: StoredRefusal.exactOptional(),
});
export type OutboxEntry = z.infer<typeof OutboxEntry>;

export type Outcome<Value> =
  | { outcome: 'stored'; value: Value }
  | { outcome: 'refused'; refusal: Refusal }
  /** To be sent again as it is, after a while; what waits for the `network` at once when that is back. */
  | { outcome: 'again'; afterMs: number; because: 'network' | 'limit' | 'service' };

const passing: readonly ErrorCode[] = ['UNAVAILABLE', 'INTERNAL', 'RATE_LIMITED', 'UNAUTHENTICATED'];

/** What an answer means for the message. Whatever is not a refusal for good may have been stored: the same id again. */
export function outcomeOf<Value>(answer: CallAnswer<Value>, backoffMs: number): Outcome<Value> {
  if (answer.ok) return { outcome: 'stored', value: answer.value };
  if (answer.kind === 'no-answer') return { outcome: 'again', afterMs: backoffMs, because: 'network' };
  if (!passing.includes(answer.code)) return { outcome: 'refused', refusal: answer };
  const { code, retryAfterMs = 0 } = answer;
  // A limit says when; earlier would be refused again.
  if (code === 'RATE_LIMITED') return { outcome: 'again', afterMs: retryAfterMs || backoffMs, because: 'limit' };
  // On top of it, because the wait must be spread: many were told the same at the same moment.
  return { outcome: 'again', afterMs: retryAfterMs + backoffMs, because: 'service' };
}

/**
 * What these refusals say is about the text alone: the next message can do better. Every other one is about the
 * conversation or the person, and would be said of the next message too, or the next one was written on the same view
 * of the conversation: those wait behind it, in order, until it is sent or discarded.
 */
const aboutTheText: readonly ErrorCode[] = ['VALIDATION_FAILED', 'MESSAGE_REJECTED', 'CONFLICT', 'PAYLOAD_TOO_LARGE'];

/** The entry that one conversation's turn is at; undefined when all wait for a person, or there is none. */
export function nextOf(entries: readonly OutboxEntry[]): OutboxEntry | undefined {
  for (const entry of entries) {
    if (!entry.refusal) return entry;
    if (entry.opens || !aboutTheText.includes(entry.refusal.code)) return undefined;
  }
  return undefined;
}

/** One conversation's entries in their order. */
export function laneOf(entries: Iterable<OutboxEntry>, conversation: number | string): OutboxEntry[] {
  return inOrder([...entries].filter((entry) => entry.conversation === conversation));
}

export function inOrder(entries: readonly OutboxEntry[]): OutboxEntry[] {
  return entries.toSorted((one, other) => (one.key < other.key ? -1 : 1));
}

/** A key behind all that were given before it, also when the clock went back. */
export function keyAfter(last: string | undefined, nowMs: number): string {
  const lastMs = last === undefined ? 0 : Number(last.slice(0, timeDigits));
  return `${String(Math.max(nowMs, lastMs + 1)).padStart(timeDigits, '0')}-${randomId().slice(0, 8)}`;
}
const timeDigits = 15;

/** As it is when a person wants it sent once more. The same id again, unless that one stands for another text. */
export function retried({ refusal, ...entry }: OutboxEntry): OutboxEntry {
  if (refusal?.code !== 'CONFLICT') return entry;
  return { ...entry, clientMessageId: randomId(), attempted: false };
}

/**
 * Said before it is looked up whether the message is stored: nothing follows from it for an earlier try. All other refusals
 * say that it is not.
 */
const atTheDoor: readonly ErrorCode[] = ['BLOCKED', 'FORBIDDEN', 'NOT_FOUND'];

/** Whether it was tried, and nobody said that it was not stored. */
export function mayBeStored({ attempted, refusal }: OutboxEntry): boolean {
  return attempted && !(refusal && !atTheDoor.includes(refusal.code));
}

/** Refused: by the first answer that it ever got, or after tries of which nobody knows what became. */
export function refused(entry: OutboxEntry, refusal: Refusal, wasAttempted: boolean): OutboxEntry {
  return { ...entry, refusal, attempted: wasAttempted };
}

/** With another text; undefined when the old one may have been stored. */
export function edited(waiting: OutboxEntry, message: string, subject?: string): OutboxEntry | undefined {
  if (mayBeStored(waiting)) return undefined;
  const { refusal, ...entry } = waiting;
  const opens = entry.opens && subject !== undefined ? { opens: { ...entry.opens, subject } } : {};
  return { ...entry, ...opens, message, clientMessageId: randomId(), attempted: false };
}

/**
 * In spite of what others wrote, as far as that was shown: what came after it is asked about again. Those that waited
 * behind it are asked about no more than it.
 */
export function sentAnyway(refused: OutboxEntry, lane: readonly OutboxEntry[]): OutboxEntry[] {
  const { refusal, ...entry } = refused;
  const shown = refusal?.messages?.at(-1)?.seq;
  if (shown === undefined) return [entry];
  const behind = lane.filter(
    ({ key, refusal: other, basedOnSeq }) =>
      key > entry.key && !other && basedOnSeq !== undefined && basedOnSeq < shown,
  );
  return [entry, ...behind].map((one) => ({ ...one, basedOnSeq: shown }));
}
