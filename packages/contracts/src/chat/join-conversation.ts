import { z } from 'zod';
import { request } from '../contract.ts';
import { Id, Revision, UpToSeq } from '../fields.ts';
import { Conversation } from './conversation.ts';
import { Message } from './message.ts';

export const joinConversation = request({
  name: 'joinConversation',
  subject: 'livechat.v1.rpc.chat.conversation.join',
  owner: 'chat',
  callers: ['realtime'],
  actors: ['user', 'admin'],
  summary: 'Follow a conversation live, and catch up from `afterSeq`',
  rest: [],
  socket: { event: 'join-chat', claims: { role: 'userType', id: 'userId' } },
  input: z.object({ conversationId: Id, afterSeq: UpToSeq.optional() }),
  /** `messages`: those after `afterSeq`, at most 100; none without it. `revision` is for realtime alone. */
  output: z.object({
    conversation: Conversation,
    messages: z.array(Message),
    hasMore: z.boolean(),
    revision: Revision,
  }),
  errors: ['NOT_FOUND'],
  timeoutMs: 2500,
});
