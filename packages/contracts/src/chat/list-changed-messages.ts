import { z } from 'zod';
import { request } from '../contract.ts';
import { Id, Revision, UpToSeq } from '../fields.ts';
import { Message } from './message.ts';

export const listChangedMessages = request({
  name: 'listChangedMessages',
  subject: 'livechat.v1.rpc.chat.message.list-changed',
  owner: 'chat',
  callers: ['realtime'],
  actors: ['service'],
  summary: 'The messages of a conversation that are new or changed since a revision, in the order of their seqs',
  rest: [],
  /** `afterSeq` for the next page. */
  input: z.object({ conversationId: Id, afterRevision: Revision, afterSeq: UpToSeq }),
  /** `revision`: all that happened up to it is in the messages. */
  output: z.object({ revision: Revision, messages: z.array(Message), hasMore: z.boolean() }),
  errors: ['NOT_FOUND'],
  timeoutMs: 2500,
});
