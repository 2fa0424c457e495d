import { attributeHere, attributeWithValue } from './attributes.ts';
import { unmistakableElements } from './elements.ts';
import { nextMatch } from './next-match.ts';

/** A `<` with the name of a known element right behind it. */
export type Candidate = {
  /** lower-case element name */
  name: string;
  /** index of the `<` */
  start: number;
  /** index of what follows the name: white space, `/`, `>` or the end of the text */
  end: number;
  /** whether a closing tag of the same name comes later */
  closedLater: boolean;
};

/**
 * Gives a judge of whether `<b` in this text is a tag or a comparison (`a<b && c>d`), a type (`Array<a>`) or a
 * placeholder: by what stands before it and what follows. It must be asked from left to right.
 */
export function opensTag(text: string): (candidate: Candidate) => boolean {
  const nextEnd = nextMatch(text, />/g);
  const nextValue = nextMatch(text, attributeWithValue());
  const nextContent = nextMatch(text, /[^\s/]/g);
  const attribute = attributeHere();

  return ({ name, start, end, closedLater }) => {
    const followsWord = /[\p{L}\p{N}_]$/u.test(text.slice(Math.max(0, start - 2), start));
    const content = nextContent(end);
    const tagEnd = nextEnd(end);

    if (content === Number.POSITIVE_INFINITY) return name.length > 1 && !followsWord;
    if (nextValue(end) < tagEnd) return true;
    if (tagEnd === Number.POSITIVE_INFINITY) return false;
    if (unmistakableElements.has(name)) return true;
    if (content === tagEnd) return !followsWord || closedLater;

    attribute.lastIndex = content;
    if (attribute.test(text)) return true;
    const followedByWord = /[\p{L}_"'`]/u.test(text.charAt(content));
    if (!followedByWord || followsWord) return false;
    return name.length > 1 || closedLater;
  };
}
