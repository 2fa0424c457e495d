import { z } from 'zod';
import { Role } from '../actor.ts';
import { request } from '../contract.ts';
import { Id, Timestamp, UpToSeq } from '../fields.ts';

export const markMessagesRead = request({
  name: 'markMessagesRead',
  subject: 'livechat.v1.rpc.chat.message.mark-read',
  owner: 'chat',
  callers: ['gateway', 'realtime'],
  actors: ['user', 'admin'],
  summary: "Mark the other side's messages as read, up to a seq or all; marks only move forward",
  rest: [
    { method: 'PATCH', path: '/api/chat/conversations/{conversationId}/messages/read', role: 'user', status: 200 },
    {
      method: 'PATCH',
      path: '/api/chat/admin/conversations/{conversationId}/messages/read',
      role: 'admin',
      status: 200,
    },
  ],
  socket: { event: 'mark-messages-read', claims: { role: 'userType', id: 'userId' } },
  input: z.object({ conversationId: Id, upToSeq: UpToSeq.optional() }),
  output: z.object({
    conversationId: Id,
    readerType: Role,
    readerId: Id,
    upToSeq: UpToSeq,
    readCount: z.int().nonnegative(),
    unreadCount: z.int().nonnegative(),
    readAt: Timestamp,
  }),
  errors: ['NOT_FOUND'],
  timeoutMs: 2500,
});
