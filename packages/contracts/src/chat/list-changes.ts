import { z } from 'zod';
import { Role } from '../actor.ts';
import { request } from '../contract.ts';
import { Id, Timestamp } from '../fields.ts';

export const changeKinds = ['status', 'priority', 'assignee'] as const;

/** `from` and `to` are a status, a priority, or the id of an admin; null for nobody. */
export const ConversationChange = z.object({
  at: Timestamp,
  /** Null when the system did it. */
  by: z.object({ type: Role, id: Id, displayName: z.string() }).nullable(),
  what: z.enum(changeKinds),
  from: z.union([z.string(), Id]).nullable(),
  to: z.union([z.string(), Id]).nullable(),
});

export const listChanges = request({
  name: 'listChanges',
  subject: 'livechat.v1.rpc.chat.conversation.list-changes',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['admin'],
  summary: "A conversation's history: who changed status, priority and assignee, oldest first",
  rest: [{ method: 'GET', path: '/api/chat/admin/conversations/{conversationId}/history', role: 'admin', status: 200 }],
  input: z.object({ conversationId: Id }),
  output: z.object({ changes: z.array(ConversationChange) }),
  errors: ['NOT_FOUND'],
  timeoutMs: 2500,
});
