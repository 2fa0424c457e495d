import { z } from 'zod';
import { Role } from '../actor.ts';
import { signal } from '../contract.ts';
import { Id } from '../fields.ts';

export const typing = signal({
  name: 'typing',
  subject: 'livechat.v1.signal.conversation.{conversationId}.typing',
  owner: 'realtime',
  listeners: ['realtime'],
  summary: 'Somebody is writing, or stopped; without a new word it ends after 6 s',
  payload: z.object({
    conversationId: Id,
    userType: Role,
    userId: Id,
    displayName: z.string(),
    isTyping: z.boolean(),
  }),
});
