import type { ChatItem } from '@livechat/client/conversation-view';
import type { Message } from '@livechat/contracts/chat/message';
import { expect, test } from 'vitest';
import { lastSeqIn, spokenAfter } from './spoken.ts';

const stored = (seq: number, senderType: 'admin' | 'user' = 'admin'): ChatItem => ({
  kind: 'stored',
  key: `#${seq}`,
  message: { seq, senderType, senderName: 'Ada', message: `Answer ${seq}.` } as Message,
});
const waits = { kind: 'local', key: 'waits', local: {} } as ChatItem;

test('all answers that came are spoken, also above an own message that waits', () => {
  const items = [stored(1), stored(2), stored(3, 'user'), stored(4), waits];
  expect(spokenAfter(items, 1).map(({ text }) => text)).toEqual(['Ada: Answer 2.', 'Ada: Answer 4.']);
  expect(lastSeqIn(items)).toBe(4);
  expect(spokenAfter(items, 4)).toEqual([]);
});

test('of many that came at once the last are spoken', () => {
  const items = Array.from({ length: 30 }, (_, index) => stored(index + 1));
  expect(spokenAfter(items, 0).map(({ seq }) => seq)).toEqual([26, 27, 28, 29, 30]);
});
