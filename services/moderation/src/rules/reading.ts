import { findLinks, type Link } from './find-links.ts';
import { foldDisguise } from './fold-disguise.ts';

/** A cleaned text with what several look at, each made once and only when somebody asks. */
export interface Reading {
  readonly text: string;
  /** What a reader takes the text for (`foldDisguise`). */
  readonly folded: string;
  readonly links: readonly Link[];
}

export function readingOf(text: string): Reading {
  let folded: string | undefined;
  let links: Link[] | undefined;
  return {
    text,
    get folded() {
      folded ??= foldDisguise(text);
      return folded;
    },
    get links() {
      links ??= findLinks(text);
      return links;
    },
  };
}
