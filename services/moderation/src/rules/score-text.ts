import type { Recent } from '../recent/recent-texts.ts';
import { deceptiveLink } from './deceptive-link.ts';
import { disguise } from './disguise.ts';
import { learnedText } from './learned-text.ts';
import { linkShortener } from './link-shortener.ts';
import { manyLinks } from './many-links.ts';
import type { Reading } from './reading.ts';
import { repeatedText } from './repeated-text.ts';
import { repetition } from './repetition.ts';
import { sendingRate } from './sending-rate.ts';
import { sharedText } from './shared-text.ts';
import { shouting } from './shouting.ts';
import type { Rule, Signal } from './signal.ts';
import { spamPhrases } from './spam-phrases.ts';
import { specialCharacters } from './special-characters.ts';

const rules: readonly Rule[] = [
  specialCharacters,
  manyLinks,
  linkShortener,
  deceptiveLink,
  spamPhrases,
  repetition,
  disguise,
  learnedText,
];

export type TextKind = 'message' | 'subject';

/** Of what was sent before, by the same and by others. */
const recentRules = [repeatedText, sharedText, sendingRate];

/**
 * Gives a text's score, 0 to 1, and the signals behind it, the heaviest first. The signals count as independent evidence:
 * 1 - Π(1 - weight). Subjects may be in capitals, as on paper.
 */
export function scoreText(
  reading: Reading,
  kind: TextKind,
  recent: Recent | undefined,
): { score: number; signals: Signal[] } {
  const applied = kind === 'subject' ? rules : [...rules, shouting];
  const ofText = applied.flatMap((rule) => rule(reading) ?? []);
  const ofRecent = recent === undefined ? [] : recentRules.flatMap((rule) => rule(recent) ?? []);
  const signals = [...ofText, ...ofRecent].sort((a, b) => b.weight - a.weight);
  return { score: 1 - signals.reduce((innocence, { weight }) => innocence * (1 - weight), 1), signals };
}
