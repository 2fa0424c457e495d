import { z } from 'zod';
import { request } from '../contract.ts';
import { PageLimit, SafeText } from '../fields.ts';
import { ConversationStatus, UserConversation } from './conversation.ts';

export const listConversations = request({
  name: 'listConversations',
  subject: 'livechat.v1.rpc.chat.conversation.list',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['user'],
  summary: "List the caller's own conversations, newest activity first",
  rest: [
    {
      method: 'GET',
      path: '/api/chat/conversations',
      role: 'user',
      status: 200,
      claims: { username: 'username' },
    },
  ],
  input: z.object({
    status: ConversationStatus.optional(),
    limit: PageLimit.default(50),
    cursor: SafeText.max(200).optional(),
  }),
  output: z.object({ conversations: z.array(UserConversation), nextCursor: z.string().nullable() }),
  errors: [],
  timeoutMs: 2500,
});
