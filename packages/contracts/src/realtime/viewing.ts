import { z } from 'zod';
import { signal } from '../contract.ts';
import { Id } from '../fields.ts';

/**
 * Each instance tells who looks at a conversation through it: when that changes, when another one asks, and every few
 * seconds, so that those of an instance that died are forgotten.
 */
export const viewing = signal({
  name: 'viewing',
  subject: 'livechat.v1.signal.conversation.{conversationId}.viewing',
  owner: 'realtime',
  listeners: ['realtime'],
  summary: 'Which staff look at a conversation through one instance; `asks` those who hear it to tell theirs',
  payload: z.object({
    conversationId: Id,
    instance: z.string().max(200),
    viewers: z.array(z.object({ adminId: Id, displayName: z.string() })).max(1000),
    asks: z.boolean(),
  }),
});
