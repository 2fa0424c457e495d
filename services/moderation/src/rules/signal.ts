import type { Reading } from './reading.ts';

/** What a rule found in a text: independent evidence that it is spam or abuse. */
export type Signal = {
  /** upper snake case, stable: staff tools and counters go by it */
  code: string;
  /** plain words for staff; never the text itself */
  detail: string;
  /** the probability, 0 to 1, that a text with this alone is spam */
  weight: number;
};

export type Rule = (reading: Reading) => Signal | undefined;
