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
  socket: { event: 'messages-received', without: { fields: ['afterSeq'] } },
  /** `afterSeq`: those before it were not written to this device, as far as realtime knows. */
  input: z.object({ conversationId: Id, upToSeq: UpToSeq, afterSeq: UpToSeq.optional() }),
  output: z.object({}),
  errors: ['NOT_FOUND'],
  timeoutMs: 2500,
});
