import { z } from 'zod';
import { request } from '../contract.ts';
import { Id } from '../fields.ts';
import { Conversation } from './conversation.ts';

export const assignConversation = request({
  name: 'assignConversation',
  subject: 'livechat.v1.rpc.chat.conversation.assign',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['admin'],
  summary: 'Give a conversation to a member of staff, or to nobody',
  rest: [
    { method: 'PATCH', path: '/api/chat/admin/conversations/{conversationId}/assignee', role: 'admin', status: 200 },
  ],
  input: z.object({ conversationId: Id, adminId: Id.nullable() }),
  output: z.object({ conversation: Conversation }),
  errors: ['NOT_FOUND'],
  timeoutMs: 2500,
});
