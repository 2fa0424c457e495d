import { findLinks, type Link } from './find-links.ts';
import { foldDisguise } from './fold-disguise.ts';

/** A cleaned text with what several rules look at, made once. */
export interface Reading {
  text: string;
  /** What a reader takes the text for (`foldDisguise`). */
  folded: string;
  links: readonly Link[];
}

export const readingOf = (text: string): Reading => ({ text, folded: foldDisguise(text), links: findLinks(text) });
