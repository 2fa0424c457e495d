import type { Recent } from '../recent/recent-texts.ts';
import type { Signal } from './signal.ts';

/** Faster than people write, for minutes. Weak: some send each sentence on its own. */
export function sendingRate({ sent }: Recent): Signal | undefined {
  if (sent < 40) return undefined;
  return { code: 'SENDING_RATE', detail: `${sent} messages or more within ten minutes`, weight: 0.3 };
}
