import { z } from 'zod';
import { request } from '../contract.ts';
import { Id, UpToSeq } from '../fields.ts';

export const markMessagesDelivered = request({
  name: 'markMessagesDelivered',
  subject: 'livechat.v1.rpc.chat.message.mark-delivered',
  owner: 'chat',
  callers: ['realtime'],
  actors: ['user', 'admin'],
  summary: "A device has the other side's messages, up to a seq",
  rest: [],
  socket: { event: 'messages-received' },
  input: z.object({ conversationId: Id, upToSeq: UpToSeq }),
  output: z.object({}),
  errors: ['BLOCKED', 'NOT_FOUND'],
  timeoutMs: 2500,
});
