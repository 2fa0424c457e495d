import type { ChatItem } from '@livechat/client/conversation-view';
import { expect, test } from 'vitest';
import { groupItems } from './group-items.ts';

const message = (seq: number, senderId: number, at: string): ChatItem => ({
  kind: 'stored',
  key: `#${seq}`,
  message: {
    id: seq,
    conversationId: 1,
    seq,
    senderType: 'user',
    senderId,
    message: 'Hello',
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
    senderName: 'Carl',
    createdAt: at,
    updatedAt: at,
  },
});

test('one sender within five minutes is one group, the next day another', () => {
  const lines = groupItems([
    message(1, 7, '2026-03-01T12:00:00.000Z'),
    message(2, 7, '2026-03-01T12:04:59.000Z'),
    message(3, 7, '2026-03-01T12:10:00.000Z'),
    message(4, 8, '2026-03-01T12:10:01.000Z'),
    message(5, 8, '2026-03-03T12:10:01.000Z'),
  ]);
  expect(lines.map(({ startsGroup }) => startsGroup)).toEqual([true, false, true, true, true]);
  expect(lines.map(({ endsGroup }) => endsGroup)).toEqual([false, true, true, true, true]);
  expect(lines.map(({ startsDay }) => startsDay)).toEqual([true, false, false, false, true]);
});
