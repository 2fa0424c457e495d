/** What spammers do so that words are not found, applied to every text in the same way. */
export const disguises: Readonly<Record<string, (text: string) => string>> = {
  'zero-width signs': (text) => text.replace(/(\p{L})(?=\p{L}\p{L})/gu, '$1\u200b'),
  'look-alike letters': (text) => text.replace(/[aeopcyx]/g, (letter) => lookAlikes[letter] ?? letter),
  'spaces in words': (text) => text.replace(/\p{L}{4,}/gu, (word) => [...word].join(' ')),
  'styled letters': (text) =>
    text.replace(/[a-z]/g, (letter) => String.fromCodePoint(0x1d41a + letter.charCodeAt(0) - 97)),
};

const lookAlikes: Record<string, string> = { a: 'а', e: 'е', o: 'о', p: 'р', c: 'с', y: 'у', x: 'х' };
