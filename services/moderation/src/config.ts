import { CommonSettings } from '@livechat/service/settings';
import { z } from 'zod';

const Share = z.coerce.number().min(0).max(1);

export const Settings = CommonSettings.extend({
  REDIS_URL: z.string().regex(/^rediss?:\/\//, 'must be a redis:// address'),
  /** From these scores on a message is marked for staff, and refused. */
  MODERATION_FLAG_FROM: Share.default(0.6),
  MODERATION_REJECT_FROM: Share.default(0.9),
  /** Words and patterns of the operator (docs/moderation.md); may change at any time. */
  MODERATION_LISTS: z.string().min(1).optional(),
}).refine(({ MODERATION_FLAG_FROM, MODERATION_REJECT_FROM }) => MODERATION_FLAG_FROM <= MODERATION_REJECT_FROM, {
  path: ['MODERATION_REJECT_FROM'],
  error: 'must not be below MODERATION_FLAG_FROM',
});
export type Settings = z.output<typeof Settings>;
