import type { ConnectionState } from '@livechat/client/connection';

export type Banner = 'connecting' | 'offline' | 'refused' | 'upToDate';

/** A short break is nobody's business: so long nothing is said. */
export const quietMs = 2_000;
export const upToDateMs = 2_000;

/**
 * What is said of the connection. `sinceMs` is how long it has been online, or how long it has not; `wasShown` whether
 * people were told of the break that ended.
 */
export function bannerOf(state: ConnectionState['state'], sinceMs: number, wasShown: boolean): Banner | undefined {
  if (state === 'online') return wasShown && sinceMs < upToDateMs ? 'upToDate' : undefined;
  if (state === 'refused') return 'refused';
  if (sinceMs < quietMs) return undefined;
  return state;
}
