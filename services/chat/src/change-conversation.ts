import type { ConversationStatus, Priority } from '@livechat/contracts/chat/conversation';
import type { ConversationRow } from './db/rows.ts';

/** One line of a conversation's history. */
export interface Change {
  what: 'status' | 'priority' | 'assignee';
  from: string | null;
  to: string | null;
}

export interface WantedChange {
  status?: ConversationStatus | undefined;
  priority?: Priority | undefined;
  adminId?: number | null | undefined;
}

/**
 * The conversation as it is wanted, and what that changes for its history; nothing for what is so already.
 * `closedBy` is the member of staff who closes it, or null when its user does.
 */
export function changeConversation(
  before: ConversationRow,
  { status, priority, adminId }: WantedChange,
  { now, closedBy }: { now: Date; closedBy: number | null },
): { conversation: ConversationRow; changes: Change[] } {
  const conversation = { ...before };
  const changes: Change[] = [];
  if (status !== undefined && status !== before.status) {
    const isClosed = status === 'closed';
    Object.assign(conversation, { status, closed_at: isClosed ? now : null, closed_by: isClosed ? closedBy : null });
    if (isClosed) conversation.waiting_since = null;
    else if (before.last_message_by === 'user') conversation.waiting_since ??= before.last_message_at;
    changes.push({ what: 'status', from: before.status, to: status });
  }
  if (priority !== undefined && priority !== before.priority) {
    conversation.priority = priority;
    changes.push({ what: 'priority', from: before.priority, to: priority });
  }
  if (adminId !== undefined && adminId !== before.admin_id) {
    conversation.admin_id = adminId;
    changes.push({ what: 'assignee', from: textOf(before.admin_id), to: textOf(adminId) });
  }
  if (changes.length > 0) conversation.updated_at = now;
  return { conversation, changes };
}

const textOf = (id: number | null) => (id === null ? null : String(id));
