import { createKeptSettings, type KeptSettings } from '@livechat/ui/kept-settings';
import { languages } from '@livechat/ui/languages';
import { z } from 'zod';

export const themes = ['auto', 'light', 'dark'] as const;

/** What one person chose, on this device. */
const PersonalSettings = z.object({
  theme: z.enum(themes).catch('auto'),
  language: z.enum(languages).or(z.literal('auto')).catch('auto'),
  /** A note of the system for an answer that comes while something else is looked at. */
  notifications: z.boolean().catch(false),
});
export type PersonalSettings = z.infer<typeof PersonalSettings>;
export type PersonalSettingsStore = KeptSettings<PersonalSettings>;

export function createPersonalSettings(storage: Storage): PersonalSettingsStore {
  return createKeptSettings(storage, 'app', PersonalSettings);
}
