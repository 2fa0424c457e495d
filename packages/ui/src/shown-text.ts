/** What turns the direction of the text around it; a name has no use for them. */
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** No script has more on one letter; a heap of them covers the lines above and below. */
const heap = /(\p{M}{8})\p{M}+/gu;

/** A text as it is drawn: what lies on its letters stays in its line. Copied and sent it is as it was written. */
export function shownText(text: string): string {
  return text.replace(heap, '$1');
}

/** A name as it is drawn: it cannot turn what stands beside it. */
export function shownName(name: string): string {
  return shownText(name.replace(directions, '').replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '));
}

/** A name, or another text of people, that goes into a sentence: kept apart where its direction may be another's. */
export function inSentence(text: string, direction: 'ltr' | 'rtl'): string {
  const shown = shownName(text);
  return direction === 'rtl' || rightToLeft.test(shown) ? `\u2068${shown}\u2069` : shown;
}
