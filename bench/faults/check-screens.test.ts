import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import { expect, test } from 'vitest';
import { differenceOf, otherState } from './check-screens.ts';

const message = (fields: Partial<Message> = {}) =>
  ({ id: 1, seq: 1, message: 'hello', readBy: null, ...fields }) as Message;
const conversation = (fields: Partial<Conversation> = {}) =>
  ({ status: 'open', priority: 'low', adminId: null, closedBy: null, closedAt: null, ...fields }) as Conversation;

test('a screen that shows what REST tells is right, whatever it knows of deliveries', () => {
  expect(differenceOf([message()], [message({ status: 'delivered' })])).toBeUndefined();
});

test('missing messages, other texts, marks and types are told', () => {
  expect(differenceOf([message()], [])).toContain('0 of 1');
  for (const fields of [{ message: 'other' }, { readBy: 3 }, { isEdited: true }, { messageType: 'system' }] as const) {
    expect(differenceOf([message()], [message(fields)])).toContain('told');
  }
});

test('another status, priority or assignee is told, and a conversation that is not shown', () => {
  expect(otherState(conversation(), conversation({ userUnreadCount: 3 }))).toBeUndefined();
  for (const fields of [{ status: 'closed' }, { priority: 'urgent' }, { adminId: 3 }, { closedBy: 3 }] as const) {
    expect(otherState(conversation(), conversation(fields))).toContain('shown');
  }
  expect(otherState(conversation(), undefined)).toContain('nothing');
});
