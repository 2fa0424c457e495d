import type { Principal } from '@livechat/contracts/actor';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import { findChromium } from '../../../../tests/setup/find-chromium.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function launch(more: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('There is no Chromium');
  return chromium.launch({ executablePath, args: [...flags, ...more] });
}

export type StorageState = Exclude<NonNullable<BrowserContextOptions['storageState']>, string>;

export type App = 'console' | 'app';

/** As an app itself keeps a sign-in and the settings of a person. */
export function signedInAs(
  origin: string,
  { token, principal }: { token: string; principal: Principal },
  settings?: object,
  app: App = 'console',
): StorageState {
  const session = { accessToken: token, refreshToken: 'none', principal, renewAt: Date.now() + 3_600_000 };
  const key = `livechat/${app}/settings/${principal.role}:${app === 'console' ? principal.id : principal.subject}`;
  const indexedDB = [
    {
      name: `livechat-${app}`,
      version: 1,
      stores: [{ name: 'entries', autoIncrement: false, records: [{ key: 'session', value: session }], indexes: [] }],
    },
  ];
  const localStorage = settings ? [{ name: key, value: JSON.stringify(settings) }] : [];
  // Playwright's types do not tell of the databases that it takes.
  return { cookies: [], origins: [{ origin, localStorage, indexedDB } as never] };
}
