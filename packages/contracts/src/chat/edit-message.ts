import { z } from 'zod';
import { request } from '../contract.ts';
import { Id, WrittenText } from '../fields.ts';
import { Message } from './message.ts';

/** How long a message may be changed by its sender. */
export const editWindowMs = 15 * 60_000;

export const editMessage = request({
  name: 'editMessage',
  subject: 'livechat.v1.rpc.chat.message.edit',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['user', 'admin'],
  summary: "Change one's own message, within 15 minutes",
  rest: [
    {
      method: 'PATCH',
      path: '/api/chat/conversations/{conversationId}/messages/{messageId}',
      role: 'user',
      status: 200,
    },
    {
      method: 'PATCH',
      path: '/api/chat/admin/conversations/{conversationId}/messages/{messageId}',
      role: 'admin',
      status: 200,
      without: { errors: ['MESSAGE_REJECTED'] },
    },
  ],
  input: z.object({ conversationId: Id, messageId: Id, message: WrittenText }),
  output: z.object({ message: Message }),
  errors: ['CONFLICT', 'MESSAGE_REJECTED', 'NOT_FOUND'],
  timeoutMs: 2500,
});
