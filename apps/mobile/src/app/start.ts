import { fallbackStorage } from '@livechat/client/fallback-storage';
import { indexedDbStorage } from '@livechat/client/indexed-db-storage';
import { createLoginSession, type LoginSession } from '@livechat/client/login-session';
import { createObservable, type Observable } from '@livechat/client/observable';
import type { Session } from '@livechat/client/session';
import { createUserClient } from '@livechat/client/user-client';
import { type ClientSettings, currentClientSettings, keptClientSettings } from '@livechat/ui/client-settings';
import { createOpenConversations } from '@livechat/ui/open-conversations';
import { type Hosted, hostedBy, type Look } from '../host/hosted-by.ts';
import { type HostApp, openHost } from '../host/open-host.ts';
import type { Mobile } from '../mobile/context.ts';
import { deviceStorage } from '../mobile/device-storage.ts';
import { createDrafts } from '../mobile/drafts.ts';
import { createPersonalSettings, type PersonalSettingsStore } from '../mobile/personal-settings.ts';
import { createStanding } from '../mobile/standing.ts';
import { baseUrl } from './system.ts';

/** What is there before somebody has signed in. */
export interface Start {
  session: Session;
  /** Undefined where the host application signs its people in. */
  login: LoginSession | undefined;
  host: HostApp | undefined;
  /** How the host wants it, where the person has not chosen. */
  look: Observable<Look>;
  settings: PersonalSettingsStore;
  company: ClientSettings;
}

// What was loaded can be had again; what was written cannot.
const storage = fallbackStorage(indexedDbStorage('livechat-app'), { matters: (key) => !key.startsWith('kept/') });

export async function createStart(): Promise<Start> {
  const hosted = hostedBy(location.search, window.parent !== window);
  if (hosted) return createHostedStart(hosted);
  const login = createLoginSession({ baseUrl, storage });
  return {
    session: login,
    login,
    host: undefined,
    look: createObservable<Look>({ theme: 'auto', language: 'auto' }),
    settings: createPersonalSettings(deviceStorage),
    company: await keptClientSettings(baseUrl, deviceStorage),
  };
}

async function createHostedStart(hosted: Hosted): Promise<Start> {
  // Who may hand over tokens is asked each time.
  const company = await currentClientSettings(baseUrl, deviceStorage);
  const host = openHost(hosted, company.embedOrigins);
  const { session, look } = host;
  return { session, login: undefined, host, look, settings: createPersonalSettings(deviceStorage), company };
}

/** One for as long as one person is signed in. */
export function openMobile({ session, login, settings, company }: Start, sender: string): Mobile & { close(): void } {
  const client = createUserClient({ baseUrl, session, storage, keepLoaded: true });
  const conversations = createOpenConversations(client);
  const standing = createStanding(client);
  const drafts = createDrafts({ storage: deviceStorage, sender, session, outbox: client.outbox });
  const hint = () => {
    client.connection.hint();
    client.outbox.kick();
  };
  // A phone may end what is not looked at, without another word.
  const keep = () => {
    if (document.visibilityState === 'hidden') client.flush();
  };
  addEventListener('online', hint);
  document.addEventListener('visibilitychange', keep);
  document.addEventListener('visibilitychange', hint);
  return {
    client,
    session,
    login,
    sender,
    settings,
    company,
    conversations,
    standing,
    drafts,
    isKept: storage.isKept,
    list: client.listConversations(),
    close() {
      removeEventListener('online', hint);
      document.removeEventListener('visibilitychange', keep);
      document.removeEventListener('visibilitychange', hint);
      drafts.close();
      conversations.close();
      client.close();
    },
  };
}
