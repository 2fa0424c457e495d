import { ClientSettings as Schema } from '@livechat/contracts/reference/own-routes';
import type { z } from 'zod';

export type ClientSettings = z.infer<typeof Schema>;

const asDelivered: ClientSettings = {
  company: { name: 'Live Chat', accentColor: null },
  limits: { messageMaxLength: 5_000, editWindowMinutes: 15 },
  embedOrigins: [],
};
const key = 'livechat/client-settings';

/** What this installation says of itself; without an answer an app goes on as it was delivered. */
export async function readClientSettings(baseUrl: string): Promise<ClientSettings> {
  return (await fetched(baseUrl)) ?? asDelivered;
}

/** What it said when the app was open before, at once; what it says now holds from the next time. */
export async function keptClientSettings(baseUrl: string, storage: Storage): Promise<ClientSettings> {
  const asking = fetched(baseUrl).then((settings) => {
    if (settings) write(storage, settings);
    return settings;
  });
  return read(storage) ?? (await asking) ?? asDelivered;
}

/** What it says now; without an answer what it said before. For what must not be out of date, such as who may frame the app. */
export async function currentClientSettings(baseUrl: string, storage: Storage): Promise<ClientSettings> {
  const settings = await fetched(baseUrl);
  if (settings) write(storage, settings);
  return settings ?? read(storage) ?? asDelivered;
}

async function fetched(baseUrl: string): Promise<ClientSettings | undefined> {
  try {
    const response = await fetch(`${baseUrl}/api/client-settings`, { signal: AbortSignal.timeout(3_000) });
    return Schema.parse(await response.json());
  } catch {
    return undefined;
  }
}

function read(storage: Storage): ClientSettings | undefined {
  try {
    return Schema.safeParse(JSON.parse(storage.getItem(key) ?? 'null')).data;
  } catch {
    return undefined;
  }
}

function write(storage: Storage, settings: ClientSettings): void {
  try {
    storage.setItem(key, JSON.stringify(settings));
  } catch {
    // A full or forbidden storage: it is asked for each time.
  }
}
