import { z } from 'zod';

const ClientSettings = z.object({
  company: z.object({ name: z.string(), accentColor: z.string().nullable() }),
  limits: z.object({ messageMaxLength: z.int(), editWindowMinutes: z.number() }),
});
export type ClientSettings = z.infer<typeof ClientSettings>;

const asDelivered: ClientSettings = {
  company: { name: 'Live Chat', accentColor: null },
  limits: { messageMaxLength: 5_000, editWindowMinutes: 15 },
};

/** What this installation says of itself; without an answer the console goes on as it was delivered. */
export async function readClientSettings(): Promise<ClientSettings> {
  try {
    const response = await fetch('/api/client-settings', { signal: AbortSignal.timeout(3_000) });
    return ClientSettings.parse(await response.json());
  } catch {
    return asDelivered;
  }
}
