import { languages } from '@livechat/ui/languages';
import { z } from 'zod';
import { themes } from '../mobile/personal-settings.ts';

/** The number of this interface: a message without it is somebody else's. What is added later keeps it. */
const livechat = z.literal(1);

export const Theme = z.enum(themes);
export const Language = z.enum([...languages, 'auto']);

/** What the page or the application around the app tells it; docs/embedding.md has each with its meaning. */
export const HostMessage = z.discriminatedUnion('type', [
  z.object({ livechat, type: z.literal('token'), token: z.string().min(1).max(16_384) }),
  z.object({ livechat, type: z.literal('no-token') }),
  z.object({ livechat, type: z.literal('token-failed') }),
  z.object({ livechat, type: z.literal('asking') }),
  z.object({ livechat, type: z.literal('person'), sub: z.string().min(1).max(128) }),
  z.object({ livechat, type: z.literal('theme'), theme: Theme }),
  z.object({ livechat, type: z.literal('language'), language: Language }),
  z.object({ livechat, type: z.literal('shown'), shown: z.boolean() }),
  z.object({ livechat, type: z.literal('open'), conversation: z.int().positive().or(z.literal('new')).optional() }),
  z.object({ livechat, type: z.literal('back') }),
]);
export type HostMessage = z.infer<typeof HostMessage>;

/** What the app tells them. */
export const AppMessage = z.discriminatedUnion('type', [
  z.object({ livechat, type: z.literal('ready') }),
  z.object({ livechat, type: z.literal('need-token'), renew: z.boolean() }),
  z.object({ livechat, type: z.literal('unread'), count: z.int().nonnegative() }),
  z.object({ livechat, type: z.literal('close') }),
]);
export type AppMessage = z.infer<typeof AppMessage>;
