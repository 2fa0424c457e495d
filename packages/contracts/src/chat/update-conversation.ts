import { z } from 'zod';
import { request } from '../contract.ts';
import { Id } from '../fields.ts';
import { Conversation, ConversationStatus, Priority } from './conversation.ts';

export const updateConversation = request({
  name: 'updateConversation',
  subject: 'livechat.v1.rpc.chat.conversation.update',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['admin'],
  summary: 'Set the status or the priority of a conversation, or both',
  rest: [
    { method: 'PATCH', path: '/api/chat/admin/conversations/{conversationId}/status', role: 'admin', status: 200 },
  ],
  input: z
    .object({ conversationId: Id, status: ConversationStatus.optional(), priority: Priority.optional() })
    .refine(({ status, priority }) => status !== undefined || priority !== undefined, {
      path: ['status'],
      error: 'status or priority is needed',
    }),
  output: z.object({ conversation: Conversation }),
  errors: ['NOT_FOUND'],
  timeoutMs: 2500,
});
