import type { Refusal } from './answer.ts';
import { mayBeStored, type OutboxEntry } from './outbox-rules.ts';

/** A conversation's id, or the name of one that is still to be opened. */
export type ConversationRef = number | string;

/** An own message that is not known to be stored yet. */
export interface LocalMessage {
  clientMessageId: string;
  conversation: ConversationRef;
  subject?: string;
  message: string;
  replyToId?: number;
  queuedAt: string;
  state: 'queued' | 'sending' | 'refused';
  /** It was tried, and no answer said what became of it: whoever writes it anew may say it twice. */
  mayBeStored: boolean;
  /** It is in the storage: it is sent also when the app ends before. */
  isKept: boolean;
  refusal?: Refusal;
  /** With a limit that was reached: when it is sent, in milliseconds since 1970. */
  waitsUntil?: number;
}

interface Standing {
  isInFlight: boolean;
  isKept: boolean;
  waitsUntil: number | undefined;
}

export function localOf(entry: OutboxEntry, { isInFlight, isKept, waitsUntil }: Standing): LocalMessage {
  const { clientMessageId, conversation, opens, message, replyToId, queuedAt, refusal } = entry;
  return {
    clientMessageId,
    conversation,
    message,
    queuedAt,
    state: refusal ? 'refused' : isInFlight ? 'sending' : 'queued',
    mayBeStored: mayBeStored(entry),
    isKept,
    ...(opens && { subject: opens.subject }),
    ...(replyToId !== undefined && { replyToId }),
    ...(refusal && { refusal }),
    ...(waitsUntil !== undefined && !refusal && { waitsUntil }),
  };
}
