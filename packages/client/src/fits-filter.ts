import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { StaffFilter } from './staff-client.ts';

/** Whether a conversation still belongs in a list. What a search finds is the services' to say: that one stays. */
export function fitsFilter(filter: StaffFilter, conversation: Conversation, ownId: number | undefined): boolean {
  const { status, priority, assignee, userId, unread } = filter;
  const wanted = assignee === 'me' ? ownId : assignee === 'none' ? null : assignee;
  return (
    (status === undefined || conversation.status === status) &&
    (priority === undefined || conversation.priority === priority) &&
    (wanted === undefined || conversation.adminId === wanted) &&
    (userId === undefined || conversation.userId === userId) &&
    (!unread || conversation.adminUnreadCount > 0)
  );
}
