import type { DeliveryMark, ReadMark } from '@livechat/contracts/chat/events';
import type { Message } from '@livechat/contracts/chat/message';

/** Something that happened to the messages of a conversation; `revision` is its place in their order. */
export type FeedItem = { revision: number } & (
  | { kind: 'created' | 'edited'; message: Message }
  | { kind: 'read'; mark: ReadMark }
  | { kind: 'delivered'; mark: DeliveryMark }
);

/**
 * What to tell of messages that are new or changed since `lastSeq`, when the events themselves were not heard: their
 * state now. In ascending seq; the marks come last, as the furthest of each side.
 */
export function itemsOf(messages: readonly Message[], lastSeq: number, revision: number): FeedItem[] {
  const items: FeedItem[] = [];
  for (const message of messages) {
    if (message.seq > lastSeq) items.push({ kind: 'created', message, revision });
    // Of the others only those that can have another text; marks are told below.
    else if (message.isEdited || message.metadata !== null) items.push({ kind: 'edited', message, revision });
  }
  for (const senderType of ['user', 'admin'] as const) {
    const known = messages.filter((message) => message.senderType === senderType && message.seq <= lastSeq);
    const delivered = known.findLast(({ deliveredAt }) => deliveredAt !== null);
    if (delivered?.deliveredAt)
      items.push({ kind: 'delivered', mark: deliveryMark(delivered, delivered.deliveredAt), revision });
    const read = known.findLast(({ readAt, readBy }) => readAt !== null && readBy !== null);
    if (read?.readAt && read.readBy !== null) {
      items.push({ kind: 'read', mark: readMark(read, read.readAt, read.readBy), revision });
    }
  }
  return items;
}

const otherSide = ({ senderType }: Message) => (senderType === 'user' ? 'admin' : 'user');

function deliveryMark(message: Message, deliveredAt: string): DeliveryMark {
  const { conversationId, seq } = message;
  return { conversationId, recipientType: otherSide(message), upToSeq: seq, deliveredAt };
}

function readMark(message: Message, readAt: string, readerId: number): ReadMark {
  const { conversationId, seq } = message;
  return { conversationId, readerType: otherSide(message), readerId, upToSeq: seq, readAt };
}
