import { z } from 'zod';
import { request } from '../contract.ts';
import { Agent } from './conversation.ts';

export const listAgents = request({
  name: 'listAgents',
  subject: 'livechat.v1.rpc.chat.agent.list',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['admin'],
  summary: 'All members of staff, with how many conversations each has that are not closed',
  rest: [{ method: 'GET', path: '/api/chat/admin/agents', role: 'admin', status: 200 }],
  input: z.object({}),
  output: z.object({
    agents: z.array(Agent.extend({ online: z.boolean(), openConversations: z.int().nonnegative() })),
  }),
  errors: [],
  timeoutMs: 2500,
});
