import { expect, test } from 'vitest';
import { changeConversation } from './change-conversation.ts';
import type { ConversationRow } from './db/rows.ts';

const moment = new Date('2026-01-01T12:00:00Z');
const now = new Date('2026-01-01T12:05:00Z');
const open = {
  status: 'open',
  priority: 'medium',
  admin_id: null,
  closed_at: null,
  closed_by: null,
  updated_at: moment,
} as ConversationRow;

test('closing says when and by whom; opening again forgets it', () => {
  const { conversation, changes } = changeConversation(open, { status: 'closed' }, { now, closedBy: 3 });
  expect(conversation).toMatchObject({ status: 'closed', closed_at: now, closed_by: 3, updated_at: now });
  expect(changes).toEqual([{ what: 'status', from: 'open', to: 'closed' }]);
  const again = changeConversation(conversation, { status: 'pending' }, { now, closedBy: 3 });
  expect(again.conversation).toMatchObject({ status: 'pending', closed_at: null, closed_by: null });
});

test('several changes at once are several lines, and what is so already is none', () => {
  const wanted = { status: 'open', priority: 'urgent', adminId: 9 } as const;
  const { conversation, changes } = changeConversation(open, wanted, { now, closedBy: null });
  expect(changes).toEqual([
    { what: 'priority', from: 'medium', to: 'urgent' },
    { what: 'assignee', from: null, to: '9' },
  ]);
  const nothing = changeConversation(conversation, wanted, { now: new Date(), closedBy: null });
  expect(nothing).toEqual({ conversation, changes: [] });
});

test('closing ends a wait; opening again begins one where the user wrote last', () => {
  const change = (before: ConversationRow, status: 'open' | 'closed') =>
    changeConversation(before, { status }, { now, closedBy: 3 }).conversation;
  const waiting = { ...open, last_message_by: 'user', last_message_at: moment, waiting_since: moment } as const;
  const closed = change(waiting, 'closed');
  expect(closed.waiting_since).toBeNull();
  expect(change(closed, 'open').waiting_since).toEqual(moment);
  expect(change({ ...closed, last_message_by: 'admin' }, 'open').waiting_since).toBeNull();
});
