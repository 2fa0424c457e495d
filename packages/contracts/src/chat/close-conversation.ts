import { z } from 'zod';
import { request } from '../contract.ts';
import { Id } from '../fields.ts';
import { Conversation } from './conversation.ts';

export const closeConversation = request({
  name: 'closeConversation',
  subject: 'livechat.v1.rpc.chat.conversation.close',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['user'],
  summary: "Close one's own conversation",
  rest: [{ method: 'PATCH', path: '/api/chat/conversations/{conversationId}/status', role: 'user', status: 200 }],
  input: z.object({ conversationId: Id, status: z.literal('closed') }),
  output: z.object({ conversation: Conversation }),
  errors: ['NOT_FOUND'],
  timeoutMs: 2500,
});
