import { z } from 'zod';
import { request } from '../contract.ts';
import { Id } from '../fields.ts';
import { Conversation } from './conversation.ts';

export const getConversation = request({
  name: 'getConversation',
  subject: 'livechat.v1.rpc.chat.conversation.get',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['user', 'admin'],
  summary: 'Read one conversation',
  rest: [
    { method: 'GET', path: '/api/chat/conversations/{conversationId}', role: 'user', status: 200 },
    { method: 'GET', path: '/api/chat/admin/conversations/{conversationId}', role: 'admin', status: 200 },
  ],
  input: z.object({ conversationId: Id }),
  output: z.object({ conversation: Conversation }),
  errors: ['NOT_FOUND'],
  timeoutMs: 2500,
});
