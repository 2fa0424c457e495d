import { z } from 'zod';
import { request } from '../contract.ts';
import { Id, PageLimit, Seq, UpToSeq } from '../fields.ts';
import { Message } from './message.ts';

export const listMessages = request({
  name: 'listMessages',
  subject: 'livechat.v1.rpc.chat.message.list',
  owner: 'chat',
  callers: ['gateway', 'realtime'],
  actors: ['user', 'admin', 'service'],
  summary: 'Read a page of messages, in ascending seq; the newest page without `before` and `after`',
  rest: [
    { method: 'GET', path: '/api/chat/conversations/{conversationId}/messages', role: 'user', status: 200 },
    { method: 'GET', path: '/api/chat/admin/conversations/{conversationId}/messages', role: 'admin', status: 200 },
  ],
  input: z
    .object({
      conversationId: Id,
      before: Seq.optional(),
      after: UpToSeq.optional(),
      limit: PageLimit.default(50),
    })
    .refine(({ before, after }) => before === undefined || after === undefined, {
      path: ['after'],
      error: 'cannot be combined with before',
    }),
  output: z.object({ messages: z.array(Message), hasMore: z.boolean() }),
  errors: ['NOT_FOUND'],
  timeoutMs: 2500,
});
