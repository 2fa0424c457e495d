import { z } from 'zod';
import { request } from '../contract.ts';
import { Id } from '../fields.ts';
import { Message } from './message.ts';

export const judgeMessage = request({
  name: 'judgeMessage',
  subject: 'livechat.v1.rpc.chat.message.judge',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['admin'],
  summary:
    "Staff's word on a flagged message: `reject` takes the text away, `allow` lets it stand or brings it back; the last one counts",
  rest: [
    {
      method: 'PATCH',
      path: '/api/chat/admin/conversations/{conversationId}/messages/{messageId}/review',
      role: 'admin',
      status: 200,
    },
  ],
  input: z.object({ conversationId: Id, messageId: Id, verdict: z.enum(['allow', 'reject']) }),
  output: z.object({ message: Message }),
  errors: ['CONFLICT', 'NOT_FOUND'],
  timeoutMs: 2500,
});
