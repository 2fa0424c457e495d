import type { Role } from '@livechat/contracts/actor';
import { type Message, messageStatuses } from '@livechat/contracts/chat/message';

/** That one side has, or has read, the other's messages up to a seq. */
export interface Mark {
  by: Role;
  upToSeq: number;
  at: string;
  /** Who read them; null for a mark that says delivered. */
  readBy: number | null;
}

const rank = ({ status }: Message) => messageStatuses.indexOf(status);
const later = (one: string, other: string) => (one > other ? one : other);

/** A message as it is after a mark. What was read or delivered before stays as it was. */
export function withMark(message: Message, { by, upToSeq, at, readBy }: Mark): Message {
  if (message.senderType === by || message.seq > upToSeq || message.messageType === 'system') return message;
  const updatedAt = later(message.updatedAt, at);
  if (readBy !== null) {
    if (message.status === 'read') return message;
    return { ...message, status: 'read', readAt: at, readBy, deliveredAt: message.deliveredAt ?? at, updatedAt };
  }
  if (message.status !== 'sent') return message;
  return { ...message, status: 'delivered', deliveredAt: at, updatedAt };
}

/**
 * Two versions of one message: the text of the newer full version, and the further of the marks. `heldAt` is the time of
 * the full version that `held` comes from, which may be older than `held.updatedAt` when marks came after it.
 */
export function merged(held: Message, incoming: Message, heldAt: string): Message {
  const [content, other] = incoming.updatedAt >= heldAt ? [incoming, held] : [held, incoming];
  if (rank(other) <= rank(content)) return content;
  const { status, readAt, readBy, deliveredAt } = other;
  return { ...content, status, readAt, readBy, deliveredAt, updatedAt: later(content.updatedAt, other.updatedAt) };
}
