import { deceptiveLink } from './deceptive-link.ts';
import { disguise } from './disguise.ts';
import { learnedText } from './learned-text.ts';
import { linkShortener } from './link-shortener.ts';
import { manyLinks } from './many-links.ts';
import { readingOf } from './reading.ts';
import { repetition } from './repetition.ts';
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

/**
 * Takes a cleaned text; gives its score, 0 to 1, and the signals behind it, the heaviest first. The signals count as
 * independent evidence: 1 - Π(1 - weight). Subjects may be in capitals, as on paper.
 */
export function scoreText(text: string, kind: TextKind): { score: number; signals: Signal[] } {
  const applied = kind === 'subject' ? rules : [...rules, shouting];
  const reading = readingOf(text);
  const signals = applied.flatMap((rule) => rule(reading) ?? []).sort((a, b) => b.weight - a.weight);
  return { score: 1 - signals.reduce((innocence, { weight }) => innocence * (1 - weight), 1), signals };
}
