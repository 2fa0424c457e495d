import { createObservable, type Observable } from '@livechat/client/observable';
import { z } from 'zod';

export const languages = ['en', 'de', 'ar'] as const;
export type Language = (typeof languages)[number];

/** What one person chose, on this device. */
const PersonalSettings = z.object({
  theme: z.enum(['auto', 'light', 'dark']).catch('auto'),
  language: z.enum(languages).or(z.literal('auto')).catch('auto'),
  /** Enter sends and Shift+Enter breaks the line; else Ctrl+Enter sends. */
  enterSends: z.boolean().catch(true),
  sound: z.boolean().catch(true),
  desktopNotifications: z.boolean().catch(false),
  shortcutsOn: z.boolean().catch(true),
  /** Keys by the name of the action, where they are not as they came. */
  shortcuts: z.record(z.string(), z.string()).catch({}),
});
export type PersonalSettings = z.infer<typeof PersonalSettings>;

export interface PersonalSettingsStore extends Observable<PersonalSettings> {
  change(change: Partial<PersonalSettings>): void;
  /** Each person has their own on a shared device; nobody's are those of the sign-in screen. */
  ofPerson(sender: string | undefined): void;
}

export function createPersonalSettings(storage: Storage): PersonalSettingsStore {
  let key = keyOf(undefined);
  const state = createObservable(read(storage, key));
  return {
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    change(change) {
      const next = { ...state.getSnapshot(), ...change };
      state.set(next);
      try {
        storage.setItem(key, JSON.stringify(next));
      } catch {
        // A full or forbidden storage: the choice holds until the page is left.
      }
    },
    ofPerson(sender) {
      key = keyOf(sender);
      state.set(read(storage, key));
    },
  };
}

const keyOf = (sender: string | undefined) => `livechat/console/settings/${sender ?? 'nobody'}`;

function read(storage: Storage, key: string): PersonalSettings {
  try {
    return PersonalSettings.parse(JSON.parse(storage.getItem(key) ?? '{}'));
  } catch {
    return PersonalSettings.parse({});
  }
}
