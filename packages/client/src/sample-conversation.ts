import type { Conversation } from '@livechat/contracts/chat/conversation';

/** A conversation for tests, with what matters to them. */
export function sampleConversation(fields: Partial<Conversation>): Conversation {
  const at = '2026-01-01T10:00:00.000Z';
  return {
    id: 1,
    userId: 5,
    adminId: null,
    status: 'open',
    subject: 'Invoice',
    priority: 'medium',
    lastMessageAt: at,
    lastMessageBy: 'user',
    userUnreadCount: 0,
    adminUnreadCount: 0,
    lastSeq: 1,
    closedAt: null,
    closedBy: null,
    createdAt: at,
    updatedAt: at,
    ...fields,
  };
}
