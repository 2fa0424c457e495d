import type { LoginSession } from '@livechat/client/login-session';
import type { StaffClient, StaffList } from '@livechat/client/staff-client';
import type { Principal } from '@livechat/contracts/actor';
import type { ClientSettings } from '@livechat/ui/client-settings';
import type { OpenConversations } from '@livechat/ui/open-conversations';
import { createContext, useContext } from 'react';
import type { Actions } from './actions.ts';
import type { Manage } from './manage.ts';
import type { PersonalSettingsStore } from './personal-settings.ts';

/** What every part of the console may use while somebody is signed in. */
export interface Console {
  client: StaffClient;
  session: LoginSession;
  principal: Principal;
  settings: PersonalSettingsStore;
  company: ClientSettings;
  actions: Actions;
  manage: Manage;
  conversations: OpenConversations;
  /** The list that is on the screen, or was: it stays current while something else is looked at. */
  list: StaffList;
}

export const ConsoleContext = createContext<Console | undefined>(undefined);

export function useConsole(): Console {
  const console = useContext(ConsoleContext);
  if (!console) throw new Error('There is no console around this component');
  return console;
}
