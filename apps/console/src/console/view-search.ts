import type { StaffFilter } from '@livechat/client/staff-client';
import { ConversationStatus, Priority } from '@livechat/contracts/chat/conversation';
import { z } from 'zod';

/** What of the list is shown, as it stands in the address: a view can be shared, and the back button works. */
export const ViewSearch = z.object({
  tab: z.enum(['mine', 'unassigned', 'all']).optional().catch(undefined),
  status: ConversationStatus.or(z.literal('any')).optional().catch(undefined),
  priority: Priority.optional().catch(undefined),
  assignee: z.int().positive().optional().catch(undefined),
  unread: z.boolean().optional().catch(undefined),
  /** A number in an address comes as one. */
  q: z
    .union([z.string(), z.number().transform(String)])
    .pipe(z.string().max(200))
    .optional()
    .catch(undefined),
  sort: z.enum(['activity', 'oldest', 'priority', 'waiting']).optional().catch(undefined),
  /** Below 1200 px the side panel stands alone. */
  panel: z.boolean().optional().catch(undefined),
});
export type ViewSearch = z.infer<typeof ViewSearch>;

/** Without a word in the address: all that are open, newest activity first. */
export function filterOf(view: ViewSearch): StaffFilter {
  const { tab = 'all', status = 'open', priority, assignee, unread, q, sort } = view;
  const whose = tab === 'mine' ? 'me' : tab === 'unassigned' ? 'none' : assignee;
  return {
    ...(status !== 'any' && { status }),
    ...(priority && { priority }),
    ...(whose !== undefined && { assignee: whose }),
    ...(unread && { unread }),
    ...(q?.trim() && { q: q.trim() }),
    ...(sort && { sort }),
  };
}
