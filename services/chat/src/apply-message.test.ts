import { isFailure } from '@livechat/contracts/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyMessage } from './apply-message.ts';
import type { ConversationRow } from './db/rows.ts';

const moment = new Date('2026-01-01T12:00:00Z');
const later = new Date('2026-01-01T12:01:00Z');
const user = { role: 'user', id: 7 } as const;
const staff = { role: 'admin', id: 3 } as const;

function conversation(fields: Partial<ConversationRow> = {}): ConversationRow {
  return {
    id: 1,
    user_id: user.id,
    admin_id: null,
    status: 'open',
    subject: 'Help',
    priority: 'medium',
    last_message_at: moment,
    last_message_by: 'user',
    user_unread_count: 0,
    admin_unread_count: 1,
    closed_at: null,
    closed_by: null,
    last_seq: 1,
    revision: 1,
    client_message_id: null,
    waiting_since: moment,
    created_at: moment,
    updated_at: moment,
    ...fields,
  };
}

function applied(before: ConversationRow, sender: typeof user | typeof staff, now = later) {
  const result = applyMessage(before, sender, now);
  if (isFailure(result)) throw new Error(result.failure);
  return result;
}

test('the other side has one more to read, and only the other side', () => {
  expect(applied(conversation(), user).conversation).toMatchObject({ admin_unread_count: 2, user_unread_count: 0 });
  expect(applied(conversation(), staff).conversation).toMatchObject({ admin_unread_count: 1, user_unread_count: 1 });
});

test('a first answer of staff makes the conversation theirs, a later one of a colleague does not', () => {
  const first = applied(conversation(), staff);
  expect(first.conversation.admin_id).toBe(staff.id);
  expect(first.changes).toEqual([{ what: 'assignee', from: null, to: '3' }]);
  const second = applied(conversation({ admin_id: 9 }), staff);
  expect([second.conversation.admin_id, second.changes]).toEqual([9, []]);
});

test('a user’s message opens a closed conversation with a line about it, and a pending one without', () => {
  const closed = applied(conversation({ status: 'closed', closed_at: moment, closed_by: 3 }), user);
  expect(closed).toMatchObject({
    seq: 2,
    reopened: true,
    conversation: { status: 'open', closed_at: null, closed_by: null, last_seq: 3 },
    changes: [{ what: 'status', from: 'closed', to: 'open' }],
  });
  const pending = applied(conversation({ status: 'pending' }), user);
  expect(pending).toMatchObject({ reopened: false, conversation: { status: 'open', last_seq: 2 } });
});

test('staff do not write into a closed conversation', () => {
  expect(applyMessage(conversation({ status: 'closed' }), staff, later)).toMatchObject({
    failure: 'CONVERSATION_CLOSED',
  });
});

test('the time of the last message never goes back, whatever the clock says', () => {
  const earlier = new Date('2026-01-01T11:00:00Z');
  expect(applied(conversation(), user, earlier).conversation.last_message_at).toEqual(moment);
});

test('whoever writes in whatever order: seqs go up by one and counters count', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(user, staff), { maxLength: 50 }), (senders) => {
      let state = conversation();
      const seqs = senders.map((sender) => {
        const result = applied(state, sender);
        state = result.conversation;
        return result.seq;
      });
      expect(seqs).toEqual(senders.map((_, index) => index + 2));
      const byUser = senders.filter(({ role }) => role === 'user').length;
      expect(state.admin_unread_count).toBe(1 + byUser);
      expect(state.user_unread_count).toBe(senders.length - byUser);
    }),
  );
});

test('the row that it was given is left as it was', () => {
  const before = conversation({ status: 'closed' });
  const copy = structuredClone(before);
  applied(before, user);
  expect(before).toEqual(copy);
});

test('a wait begins with a user’s first message, lasts over further ones, and ends with an answer', () => {
  const answered = applied(conversation(), staff).conversation;
  expect(answered.waiting_since).toBeNull();
  const asked = applied(answered, user).conversation;
  expect(asked.waiting_since).toEqual(later);
  const muchLater = new Date('2026-01-01T13:00:00Z');
  expect(applied(asked, user, muchLater).conversation.waiting_since).toEqual(later);
});
