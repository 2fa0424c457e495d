import { indexedDbStorage } from '@livechat/client/indexed-db-storage';
import { createLoginSession, type LoginSession } from '@livechat/client/login-session';
import { createStaffClient } from '@livechat/client/staff-client';
import { createActions } from '../console/actions.ts';
import { type ClientSettings, readClientSettings } from '../console/client-settings.ts';
import type { Console } from '../console/context.ts';
import { createManage } from '../console/manage.ts';
import { createOpenConversations } from '../console/open-conversations.ts';
import { createPersonalSettings, type PersonalSettingsStore } from '../console/personal-settings.ts';

/** What is there before somebody has signed in. */
export interface Start {
  session: LoginSession;
  settings: PersonalSettingsStore;
  company: ClientSettings;
}

const storage = indexedDbStorage('livechat-console');
const baseUrl = location.origin;

export async function createStart(): Promise<Start> {
  return {
    session: createLoginSession({ baseUrl, storage }),
    settings: createPersonalSettings(localStorage),
    company: await readClientSettings(),
  };
}

/** One for as long as one person is signed in; undefined for who is not of the staff. */
export function openConsole({ session, settings, company }: Start): (Console & { close(): void }) | undefined {
  const principal = session.principal();
  if (principal?.role !== 'admin') return undefined;
  const client = createStaffClient({ baseUrl, session, storage, ownId: principal.id });
  const conversations = createOpenConversations(client);
  const hint = () => client.connection.hint();
  addEventListener('online', hint);
  document.addEventListener('visibilitychange', hint);
  return {
    client,
    session,
    principal,
    settings,
    company,
    conversations,
    actions: createActions(),
    manage: createManage(client),
    close() {
      removeEventListener('online', hint);
      document.removeEventListener('visibilitychange', hint);
      conversations.close();
      client.close();
    },
  };
}
