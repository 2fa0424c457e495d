import type { Message } from '@livechat/contracts/chat/message';

/** Times of tests: so many seconds after the year began. */
export const time = (tick: number) => new Date(Date.UTC(2026, 0, 1) + tick * 1000).toISOString();

/** The message of a seq, as it is when it was just stored. */
export function messageAt(seq: number): Message {
  return {
    id: 1000 + seq,
    conversationId: 1,
    seq,
    senderType: seq % 2 === 0 ? 'admin' : 'user',
    senderId: 7,
    message: `text ${seq}`,
    messageType: 'text',
    status: 'sent',
    readAt: null,
    readBy: null,
    editedAt: null,
    isEdited: false,
    metadata: null,
    replyToId: null,
    clientMessageId: null,
    deliveredAt: null,
    senderName: null,
    createdAt: time(seq),
    updatedAt: time(seq),
  };
}
