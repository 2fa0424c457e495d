import type { Message } from '@livechat/contracts/chat/message';
import { expect, test } from 'vitest';
import { viewOf } from './conversation-view.ts';
import type { LocalMessage } from './local-message.ts';
import { emptyWindow, withMessage, withPage } from './message-window.ts';

const stored = (seq: number, clientMessageId: string | null = null) =>
  ({ seq, senderType: 'user', clientMessageId, conversationId: 1, message: `${seq}`, updatedAt: '' }) as Message;
const local = (clientMessageId: string): LocalMessage => ({
  clientMessageId,
  conversation: 1,
  message: clientMessageId,
  queuedAt: '',
  state: 'sending',
  mayBeStored: false,
  isKept: true,
});

test('an own message is shown once: local, then sent while an earlier one is missing, then stored, under one key', () => {
  const window = withPage(emptyWindow, [stored(1)], false);
  const keys = (held: typeof window, locals: LocalMessage[]) =>
    viewOf(held, locals, 'user').map((item) => `${item.key} ${item.kind === 'local' ? item.local.state : 'stored'}`);
  expect(keys(window, [local('a'), local('b')])).toEqual(['#1 stored', 'a sending', 'b sending']);
  const early = withMessage(window, stored(3, 'a'));
  expect(keys(early, [local('a'), local('b')])).toEqual(['#1 stored', 'a sent', 'b sending']);
  expect(keys(withMessage(early, stored(2)), [local('b')])).toEqual([
    '#1 stored',
    '#2 stored',
    'a stored',
    'b sending',
  ]);
});
