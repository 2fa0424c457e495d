/**
 * Letters that names are written in, a script each, with accents, punctuation and spaces. Of Latin those of living
 * alphabets: no phonetic signs and clicks. Joiners are part of the spelling where letters join.
 */
const ordinary = [
  /^[A-Za-z\u00c0-\u017f\u018f\u0259\p{M}\p{P} ]*$/u,
  /^[\p{sc=Cyrillic}\p{M}\p{P} ]*$/u,
  /^[\p{sc=Greek}\p{M}\p{P} ]*$/u,
  /^[\p{sc=Armenian}\p{M}\p{P} ]*$/u,
  /^[\p{sc=Georgian}\p{M}\p{P} ]*$/u,
  /^[\p{sc=Hebrew}\p{M}\p{P} ]*$/u,
  /^[\p{sc=Arabic}\p{M}\p{P} \u200c\u200d]*$/u,
  /^[\p{sc=Ethiopic}\p{M}\p{P} ]*$/u,
  /^[\p{sc=Devanagari}\p{M}\p{P} \u200c\u200d]*$/u,
  /^[\p{sc=Bengali}\p{M}\p{P} \u200c\u200d]*$/u,
  /^[\p{sc=Gurmukhi}\p{M}\p{P} \u200c\u200d]*$/u,
  /^[\p{sc=Gujarati}\p{M}\p{P} \u200c\u200d]*$/u,
  /^[\p{sc=Oriya}\p{M}\p{P} \u200c\u200d]*$/u,
  /^[\p{sc=Tamil}\p{M}\p{P} \u200c\u200d]*$/u,
  /^[\p{sc=Telugu}\p{M}\p{P} \u200c\u200d]*$/u,
  /^[\p{sc=Kannada}\p{M}\p{P} \u200c\u200d]*$/u,
  /^[\p{sc=Malayalam}\p{M}\p{P} \u200c\u200d]*$/u,
  /^[\p{sc=Sinhala}\p{M}\p{P} \u200c\u200d]*$/u,
  /^[\p{sc=Thai}\p{M}\p{P} ]*$/u,
  /^[\p{sc=Lao}\p{M}\p{P} ]*$/u,
  /^[\p{sc=Khmer}\p{M}\p{P} ]*$/u,
  /^[\p{sc=Myanmar}\p{M}\p{P} ]*$/u,
  /^[\p{sc=Han}\p{M}\p{P} ]*$/u,
  /^[\p{scx=Hiragana}\p{M}\p{P} ]*$/u,
  /^[\p{scx=Katakana}\p{M}\p{P} ]*$/u,
  /^[\p{sc=Hangul}\p{M}\p{P} ]*$/u,
];

/** Whether both names are written in letters of one and the same script, and in nothing else. */
export function shareOrdinaryScript(one: string, other: string): boolean {
  const [first, second] = [one.normalize('NFD'), other.normalize('NFD')];
  return ordinary.some((script) => script.test(first) && script.test(second));
}
