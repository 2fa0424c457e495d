import type { Recent } from '../recent/recent-texts.ts';
import type { Signal } from './signal.ts';

/**
 * The same text again and again within an hour. Who gets no answer asks again, so that it takes several, and never refuses
 * by itself; a text that is only nearly the same weighs less, since people correct themselves and forms fill in.
 */
export function repeatedText({ same, nearlySame }: Recent): Signal | undefined {
  if (same >= 3) {
    const detail = `The same text ${same + 1} times within an hour`;
    return { code: 'REPEATED_TEXT', detail, weight: same >= 10 ? 0.8 : same >= 5 ? 0.6 : 0.3 };
  }
  if (same + nearlySame < 4) return undefined;
  const detail = `Nearly the same text ${same + nearlySame + 1} times within an hour`;
  return { code: 'REPEATED_TEXT', detail, weight: same + nearlySame >= 10 ? 0.5 : 0.3 };
}
