import type { Recent } from '../recent/recent-texts.ts';
import type { Signal } from './signal.ts';

/** The same long text from several senders within an hour, as campaigns send it; a form that fills in texts does, too. */
export function sharedText({ sharedSame, sharedNearly }: Recent): Signal | undefined {
  if (sharedSame >= 3) {
    const detail = `The same text from ${sharedSame + 1} senders within an hour`;
    return { code: 'SHARED_TEXT', detail, weight: sharedSame >= 6 ? 0.6 : 0.35 };
  }
  if (sharedSame + sharedNearly < 5) return undefined;
  const detail = `Nearly the same text from ${sharedSame + sharedNearly + 1} senders within an hour`;
  return { code: 'SHARED_TEXT', detail, weight: 0.35 };
}
