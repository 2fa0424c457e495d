import { z } from 'zod';
import { request } from '../contract.ts';

export const countOpenConversations = request({
  name: 'countOpenConversations',
  subject: 'livechat.v1.rpc.chat.conversation.count-open',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['user', 'admin'],
  summary: 'How many more conversations the caller could have open at once; staff open none',
  rest: [],
  input: z.object({}),
  output: z.object({ open: z.int().nonnegative(), max: z.int().nonnegative() }),
  errors: [],
  timeoutMs: 2500,
});
