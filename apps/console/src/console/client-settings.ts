import { ClientSettings as Schema } from '@livechat/contracts/reference/own-routes';
import type { z } from 'zod';

export type ClientSettings = z.infer<typeof Schema>;

const asDelivered: ClientSettings = {
  company: { name: 'Live Chat', accentColor: null },
  limits: { messageMaxLength: 5_000, editWindowMinutes: 15 },
};

/** What this installation says of itself; without an answer the console goes on as it was delivered. */
export async function readClientSettings(): Promise<ClientSettings> {
  try {
    const response = await fetch('/api/client-settings', { signal: AbortSignal.timeout(3_000) });
    return Schema.parse(await response.json());
  } catch {
    return asDelivered;
  }
}
