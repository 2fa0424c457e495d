const writesNoSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** Whether a folded text (`foldDisguise`) holds a folded phrase as whole words, where its script has words. */
export function holdsPhrase(text: string, phrase: string): boolean {
  const anywhere = writesNoSpaces.test(phrase);
  for (let start = text.indexOf(phrase); start >= 0; start = text.indexOf(phrase, start + 1)) {
    if (anywhere || !/[\p{L}\p{N}]/u.test(`${text.charAt(start - 1)}${text.charAt(start + phrase.length)}`))
      return true;
  }
  return false;
}
