import type { Message } from '@livechat/contracts/chat/message';
import { expect, test } from 'vitest';
import { itemsOf } from './feed-item.ts';

const at = '2026-01-01T12:00:00.000Z';

function message(seq: number, fields: Partial<Message> = {}): Message {
  return {
    id: seq,
    conversationId: 7,
    seq,
    senderType: 'user',
    senderId: 1,
    message: `message ${seq}`,
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
    createdAt: at,
    updatedAt: at,
    ...fields,
  };
}

const inWords = (messages: Message[], lastSeq: number) =>
  itemsOf(messages, lastSeq, 9).map((item) =>
    'message' in item ? `${item.kind} ${item.message.seq}` : `${item.kind} to ${item.mark.upToSeq}`,
  );

test('what is new is told as new, what was edited or removed as edited, in the order of the seqs', () => {
  const changed = [message(2, { isEdited: true }), message(3, { metadata: { removed: true } }), message(5), message(6)];
  expect(inWords(changed, 4)).toEqual(['edited 2', 'edited 3', 'created 5', 'created 6']);
});

test('marks are told once for each side, as far as they go', () => {
  const read = { status: 'read', readAt: at, readBy: 3, deliveredAt: at } as const;
  const changed = [
    message(1, read),
    message(2, read),
    message(3, { status: 'delivered', deliveredAt: at }),
    message(4, { senderType: 'admin', status: 'delivered', deliveredAt: at }),
  ];
  expect(inWords(changed, 4)).toEqual(['delivered to 3', 'read to 2', 'delivered to 4']);
  expect(itemsOf(changed, 4, 9).find(({ kind }) => kind === 'read')).toEqual({
    kind: 'read',
    revision: 9,
    mark: { conversationId: 7, readerType: 'admin', readerId: 3, upToSeq: 2, readAt: at },
  });
});

test('a message that is only marked is not told as edited', () => {
  expect(inWords([message(1, { status: 'delivered', deliveredAt: at })], 1)).toEqual(['delivered to 1']);
});
