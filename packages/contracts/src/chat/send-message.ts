import { z } from 'zod';
import { request } from '../contract.ts';
import { ClientMessageId, Id, UpToSeq, WrittenText } from '../fields.ts';
import { ClientMetadata, Message } from './message.ts';

export const sendMessage = request({
  name: 'sendMessage',
  subject: 'livechat.v1.rpc.chat.message.send',
  owner: 'chat',
  callers: ['gateway', 'realtime'],
  actors: ['user', 'admin'],
  summary: 'Send a message into a conversation',
  rest: [
    {
      method: 'POST',
      path: '/api/chat/conversations/{conversationId}/messages',
      role: 'user',
      status: 201,
      statusWhenRepeated: 200,
      without: { fields: ['basedOnSeq'], errors: ['CONTEXT_CHANGED', 'CONVERSATION_CLOSED'] },
    },
    {
      method: 'POST',
      path: '/api/chat/admin/conversations/{conversationId}/messages',
      role: 'admin',
      status: 201,
      statusWhenRepeated: 200,
      without: { errors: ['MESSAGE_REJECTED'] },
    },
  ],
  socket: { event: 'send-chat-message', claims: { role: 'senderType', id: 'senderId' } },
  input: z.object({
    conversationId: Id,
    message: WrittenText,
    messageType: z.literal('text').default('text'),
    metadata: ClientMetadata.optional(),
    replyToId: Id.optional(),
    clientMessageId: ClientMessageId.optional(),
    /** The last seq that the sender has seen: when others wrote since, nothing is stored and the answer says what. */
    basedOnSeq: UpToSeq.optional(),
  }),
  output: z.object({ message: Message, repeated: z.boolean() }),
  errors: ['CONFLICT', 'CONTEXT_CHANGED', 'CONVERSATION_CLOSED', 'MESSAGE_REJECTED', 'NOT_FOUND', 'RATE_LIMITED'],
  rateLimit: { user: 'messages', admin: 'staffMessages' },
  timeoutMs: 2500,
});
