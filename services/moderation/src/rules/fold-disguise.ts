const looksLike = [
  ['авсԁеёԍһіїјкӏмноԛрѕтуүԝх', 'abcdeeghiijklmhoqpstyywx'],
  ['αβεικνορτυχγ', 'abeikvoptuxy'],
] as const;

const lookAlikes = new Map(
  looksLike.flatMap(([letters, latin]) => [...letters].map((letter, index) => [letter, latin.charAt(index)] as const)),
);

/** Zero-width signs that no Latin word needs. A soft hyphen is not among them: hyphenators write it. */
const hiddenSigns = /[\u200b-\u200d\u2060\ufeff\u180e]/g;

// Only these: a whole text could grow eighteenfold under NFKC.
const styledLetters = /[\u{1d400}-\u{1d7ff}\uff01-\uff5e]+/gu;

/** The Latin letter that a lower-case Cyrillic or Greek letter passes for, if any. */
export const latinLookAlike = (letter: string): string | undefined => lookAlikes.get(letter);

/**
 * Takes a text, gives what a reader takes it for, to compare with phrases: lower case, without zero-width signs, styled
 * letters plain, look-alikes in partly Latin words Latin, and `v i a g r a` in one piece. Never shown to anybody.
 */
export function foldDisguise(text: string): string {
  return text
    .replace(styledLetters, (letters) => letters.normalize('NFKC'))
    .toLowerCase()
    .replace(hiddenSigns, '')
    .replace(/[\p{L}\p{M}]+/gu, (word) => (isPartlyLatin(word) ? toLatin(word) : word))
    .replace(/(?<![\p{L}\p{N}])(?:\p{L}[ .*_-]){3,}\p{L}(?![\p{L}\p{N}])/gu, (spaced) => spaced.replace(/[ .*_-]/g, ''))
    .replace(/\s+/g, ' ');
}

// Most words are all ASCII, and this is asked of each.
const isPartlyLatin = (word: string) => /[^\0-\x7f]/.test(word) && /[a-z]/.test(word);

function toLatin(word: string): string {
  return [...word].map((letter) => lookAlikes.get(letter) ?? letter).join('');
}
