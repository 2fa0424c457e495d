import { holdsPhrase } from './holds-phrase.ts';
import { phrases } from './phrases.ts';
import type { Reading } from './reading.ts';
import type { Signal } from './signal.ts';

/** Phrases typical of spam, also when disguised. One phrase alone never flags: people quote what worries them. */
export function spamPhrases({ folded }: Reading): Signal | undefined {
  let times = 0;
  let innocence = 1;
  for (const [weight, list] of phrases) {
    for (const phrase of list) {
      if (!holdsPhrase(folded, phrase)) continue;
      times += 1;
      innocence *= 1 - weight;
    }
  }
  if (times === 0) return undefined;
  const detail = times === 1 ? 'A phrase typical of spam' : `${times} phrases typical of spam`;
  return { code: 'SPAM_PHRASES', detail, weight: Math.min(0.95, 1 - innocence) };
}
