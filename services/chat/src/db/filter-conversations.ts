import type { listAllConversations as contract } from '@livechat/contracts/chat/list-all-conversations';
import type { Input } from '@livechat/contracts/contract';
import type { ConversationQuery } from './conversation-order.ts';
import type { Database } from './database.ts';

export type StaffFilter = Pick<Input<typeof contract>, 'status' | 'priority' | 'assignee' | 'userId' | 'unread'>;

/** The conversations that a member of staff, `me`, has asked for. */
export function filterConversations(
  db: Database,
  { status, priority, assignee, userId, unread }: StaffFilter,
  me: number,
): ConversationQuery {
  let query: ConversationQuery = db.selectFrom('chat_conversations').selectAll();
  if (status !== undefined) query = query.where('status', '=', status);
  if (priority !== undefined) query = query.where('priority', '=', priority);
  if (userId !== undefined) query = query.where('user_id', '=', userId);
  if (unread) query = query.where('admin_unread_count', '>', 0);
  if (assignee === 'none') query = query.where('admin_id', 'is', null);
  else if (assignee !== undefined) query = query.where('admin_id', '=', assignee === 'me' ? me : assignee);
  return query;
}
