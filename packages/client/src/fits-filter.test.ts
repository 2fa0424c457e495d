import { expect, test } from 'vitest';
import { fitsFilter } from './fits-filter.ts';
import { sampleConversation } from './sample-conversation.ts';

const given = sampleConversation({ status: 'pending', priority: 'high', adminId: 7, userId: 5, adminUnreadCount: 2 });

test('a conversation belongs where each of its fields is what was chosen, and is never judged by a search', () => {
  for (const fits of [
    {},
    { status: 'pending', priority: 'high', assignee: 7, userId: 5, unread: true },
    { assignee: 'me' },
    { q: 'not in it', sort: 'oldest' },
  ] as const) {
    expect(fitsFilter(fits, given, 7), JSON.stringify(fits)).toBe(true);
  }
  for (const other of [
    { status: 'open' },
    { priority: 'low' },
    { assignee: 8 },
    { assignee: 'none' },
    { userId: 6 },
  ] as const) {
    expect(fitsFilter(other, given, 7), JSON.stringify(other)).toBe(false);
  }
  expect(fitsFilter({ unread: true }, { ...given, adminUnreadCount: 0 }, 7)).toBe(false);
  expect(fitsFilter({ assignee: 'me' }, given, 8)).toBe(false);
  // Who does not know whose list it is leaves it to the services.
  expect(fitsFilter({ assignee: 'me' }, given, undefined)).toBe(true);
});
