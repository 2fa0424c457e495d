import { z } from 'zod';
import { request } from '../contract.ts';
import { Id, PageLimit, SafeText } from '../fields.ts';
import { ConversationStatus, Priority, StaffConversation } from './conversation.ts';

export const listAllConversations = request({
  name: 'listAllConversations',
  subject: 'livechat.v1.rpc.chat.conversation.list-all',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['admin'],
  summary: "List everybody's conversations, newest activity first, for staff",
  rest: [{ method: 'GET', path: '/api/chat/admin/conversations', role: 'admin', status: 200 }],
  input: z.object({
    status: ConversationStatus.optional(),
    priority: Priority.optional(),
    assignee: z.union([z.enum(['me', 'none']), Id]).optional(),
    userId: Id.optional(),
    unread: z.literal(true).optional(),
    limit: PageLimit.default(50),
    cursor: SafeText.max(200).optional(),
  }),
  output: z.object({ conversations: z.array(StaffConversation), nextCursor: z.string().nullable() }),
  errors: [],
  timeoutMs: 2500,
});
