import { latinLookAlike } from './fold-disguise.ts';
import type { Reading } from './reading.ts';
import type { Signal } from './signal.ts';

const hiddenInsideLatin = /[a-z][\u200b-\u200d\u2060\ufeff\u180e]+(?=[a-z])/gi;
const styledLetter = /[\u{1d400}-\u{1d7ff}]/gu;
const manyStyledLetters = 20;

/**
 * Letters that are not what they look like. One such word can come from a keyboard left in the wrong language or from a
 * copied web page, and joiners belong to many scripts: only Latin words are judged, and more than one is needed.
 */
export function disguise({ text }: Reading): Signal | undefined {
  const hidden = text.match(hiddenInsideLatin)?.length ?? 0;
  const mixed = new Set(text.match(/\p{L}+/gu)?.filter(isMixed)).size;
  const words = hidden + mixed;
  if (words >= 2) {
    const detail = `Zero-width signs or look-alike letters inside Latin words, ${words} times`;
    return { code: 'DISGUISED_TEXT', detail, weight: words >= 4 ? 0.75 : 0.6 };
  }
  const styled = text.match(styledLetter)?.length ?? 0;
  if (styled < manyStyledLetters) return undefined;
  return { code: 'DISGUISED_TEXT', detail: `${styled} letters from mathematical alphabets`, weight: 0.3 };
}

/** True for `pаypal` with a Cyrillic а; not for `SMSка`, a Latin word with an ending of another language. */
function isMixed(word: string): boolean {
  if (!/[\p{Script=Cyrillic}\p{Script=Greek}][a-z]/iu.test(word)) return false;
  const letters = [...word.toLowerCase()];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length;
  const passing = letters.filter((letter) => latinLookAlike(letter) !== undefined).length;
  return letters.length > 2 && latin >= passing && latin + passing === letters.length;
}
