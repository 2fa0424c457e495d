import { indexedDbStorage } from '@livechat/client/indexed-db-storage';
import { createLoginSession, type LoginSession } from '@livechat/client/login-session';
import { createStaffClient } from '@livechat/client/staff-client';
import { type ClientSettings, readClientSettings } from '@livechat/ui/client-settings';
import { createOpenConversations } from '@livechat/ui/open-conversations';
import { defaultParseSearch } from '@tanstack/react-router';
import { createActions } from '../console/actions.ts';
import type { Console } from '../console/context.ts';
import { createManage } from '../console/manage.ts';
import { createPersonalSettings, type PersonalSettingsStore } from '../console/personal-settings.ts';
import { filterOf, ViewSearch } from '../console/view-search.ts';

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
    company: await readClientSettings(baseUrl),
  };
}

/** One for as long as one person is signed in; undefined for who is not of the staff. */
export function openConsole({ session, settings, company }: Start): (Console & { close(): void }) | undefined {
  const principal = session.principal();
  if (principal?.role !== 'admin') return undefined;
  const client = createStaffClient({ baseUrl, session, storage, ownId: principal.id });
  const conversations = createOpenConversations(client);
  const hint = () => {
    client.connection.hint();
    client.outbox.kick();
  };
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
    list: client.listConversations(filterOf(ViewSearch.parse(defaultParseSearch(location.search)))),
    close() {
      removeEventListener('online', hint);
      document.removeEventListener('visibilitychange', hint);
      conversations.close();
      client.close();
    },
  };
}
