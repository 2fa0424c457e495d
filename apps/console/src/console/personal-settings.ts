import { createKeptSettings, type KeptSettings } from '@livechat/ui/kept-settings';
import { languages } from '@livechat/ui/languages';
import { z } from 'zod';

export const themes = ['auto', 'light', 'dark'] as const;
/** Whose conversations call for a person. */
export const alertsFor = ['all', 'mineAndUnassigned', 'mine', 'none'] as const;

/** What one person chose, on this device. */
const PersonalSettings = z.object({
  theme: z.enum(themes).catch('auto'),
  language: z.enum(languages).or(z.literal('auto')).catch('auto'),
  /** Enter sends and Shift+Enter breaks the line; else Ctrl+Enter sends. */
  enterSends: z.boolean().catch(true),
  alerts: z.enum(alertsFor).catch('mineAndUnassigned'),
  sound: z.boolean().catch(true),
  desktopNotifications: z.boolean().catch(false),
  shortcutsOn: z.boolean().catch(true),
  /** Keys by the name of the action, where they are not as they came; an empty one for none. */
  shortcuts: z.record(z.string(), z.string()).catch({}),
});
export type PersonalSettings = z.infer<typeof PersonalSettings>;

export type PersonalSettingsStore = KeptSettings<PersonalSettings>;

export function createPersonalSettings(storage: Storage): PersonalSettingsStore {
  return createKeptSettings(storage, 'console', PersonalSettings);
}
