import type { StaffFilter } from '../../services/chat/src/db/filter-conversations.ts';

/** What staff narrow their list by: each of what a list can be narrowed by, and some of it together. */
export const staffFilters: readonly StaffFilter[] = [
  { status: 'open' },
  { status: 'pending' },
  { status: 'closed' },
  { priority: 'urgent' },
  { priority: 'low' },
  { assignee: 'me' },
  { assignee: 'none' },
  { assignee: 7 },
  { userId: 7 },
  { unread: true },
  { unread: true, status: 'open', priority: 'urgent' },
];
