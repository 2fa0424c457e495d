import type { LoginSession } from '@livechat/client/login-session';
import type { Observable } from '@livechat/client/observable';
import type { Session } from '@livechat/client/session';
import type { UserClient, UserList } from '@livechat/client/user-client';
import type { ClientSettings } from '@livechat/ui/client-settings';
import type { OpenConversations } from '@livechat/ui/open-conversations';
import { createContext, useContext } from 'react';
import type { Drafts } from './drafts.ts';
import type { PersonalSettingsStore } from './personal-settings.ts';
import type { StandingStore } from './standing.ts';

/** What every screen may use while somebody is signed in. */
export interface Mobile {
  client: UserClient;
  session: Session;
  /** Who it is, as `user:7`. */
  sender: string;
  settings: PersonalSettingsStore;
  company: ClientSettings;
  conversations: OpenConversations;
  list: UserList;
  standing: StandingStore;
  drafts: Drafts;
  /** Whether what is written outlives the app on this device. */
  isKept: Observable<boolean>;
  /** Undefined where the host application signs its people in. */
  login: LoginSession | undefined;
}

export const MobileContext = createContext<Mobile | undefined>(undefined);

export function useMobile(): Mobile {
  const mobile = useContext(MobileContext);
  if (!mobile) throw new Error('There is no app around this component');
  return mobile;
}
