import { z } from 'zod';
import { request } from '../contract.ts';
import { Id, Revision, UpToSeq } from '../fields.ts';

export const conversationHeads = request({
  name: 'conversationHeads',
  subject: 'livechat.v1.rpc.chat.conversation.heads',
  owner: 'chat',
  callers: ['realtime'],
  actors: ['service'],
  summary: 'How far many conversations have come, to find out what a cut or a lost event kept back',
  rest: [],
  input: z.object({ conversationIds: z.array(Id).min(1).max(1000) }),
  output: z.object({ heads: z.array(z.object({ conversationId: Id, lastSeq: UpToSeq, revision: Revision })) }),
  errors: [],
  timeoutMs: 2500,
});
