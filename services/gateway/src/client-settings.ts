import { editWindowMs } from '@livechat/contracts/chat/edit-message';
import type { ClientSettings } from '@livechat/contracts/reference/own-routes';
import type { z } from 'zod';
import type { Settings } from './config.ts';

/** What apps are told before anybody has signed in. */
export function clientSettings(settings: Settings): z.output<typeof ClientSettings> {
  const { COMPANY_NAME: name, COMPANY_ACCENT_COLOR: accentColor = null } = settings;
  const { CHAT_MESSAGE_MAX_LENGTH, EMBED_ORIGINS } = settings;
  return {
    company: { name, accentColor },
    limits: { messageMaxLength: CHAT_MESSAGE_MAX_LENGTH, editWindowMinutes: editWindowMs / 60_000 },
    embedOrigins: EMBED_ORIGINS,
  };
}
