import { z } from 'zod';
import { request } from '../contract.ts';
import { ClientMessageId, WrittenText } from '../fields.ts';
import { Conversation, Priority } from './conversation.ts';
import { Message } from './message.ts';

export const createConversation = request({
  name: 'createConversation',
  subject: 'livechat.v1.rpc.chat.conversation.create',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['user'],
  summary: 'Open a conversation with its first message',
  rest: [
    {
      method: 'POST',
      path: '/api/chat/conversations',
      role: 'user',
      status: 201,
      statusWhenRepeated: 200,
      claims: { username: 'username' },
    },
  ],
  input: z.object({
    subject: WrittenText,
    priority: Priority.default('medium'),
    message: WrittenText,
    clientMessageId: ClientMessageId.optional(),
  }),
  output: z.object({ conversation: Conversation, message: Message, repeated: z.boolean() }),
  errors: ['CONFLICT', 'CONVERSATION_LIMIT_REACHED', 'MESSAGE_REJECTED', 'RATE_LIMITED'],
  // The first message counts as the conversation only.
  rateLimit: { user: 'conversations' },
  timeoutMs: 2500,
});
