// Only the data of UTS 39 (Unicode 13; later versions add signs of scripts that no name is written in).
import confusables from 'unhomoglyph/data.json' with { type: 'json' };

/** What each sign is taken for; without those that NFKD leaves nothing of. */
const prototypes = new Map(
  Object.entries(confusables)
    .filter(([sign]) => sign.normalize('NFKD') === sign)
    .map(([sign, like]) => [sign, like.normalize('NFKD')]),
);

/** Every letter in the dress of a small capital; UTS 39 knows a few of them. There is none of q and x. */
const smallCapitals = new Map(
  [...'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ'].map((sign, index) => [sign, 'abcdefghijklmnopqrstuvwyz'.charAt(index)]),
);

/** Near enough inside a Latin word, though UTS 39 tells them apart. Names all in Cyrillic or Greek mean themselves. */
const nearly = new Map([...'квмнптκητω'].map((sign, index) => [sign, 'kbmhntkntw'.charAt(index)]));
const latin = /\p{sc=Latin}/u;
const cyrillicOrGreek = /[\p{sc=Cyrillic}\p{sc=Greek}]/u;

const ascii = /^[ -~]*$/;

/** Letters in a box or a circle that NFKD keeps, by the first of each row of A to Z. */
const boxedRows = [0x1f150, 0x1f170, 0x1f1e6];

function unboxed(sign: string): string {
  const codePoint = sign.codePointAt(0) ?? 0;
  const row = boxedRows.find((first) => codePoint >= first && codePoint < first + 26);
  return row === undefined ? sign : String.fromCharCode(codePoint - row + 'A'.charCodeAt(0));
}

/** Styled letters (wide, bold, boxed, small capitals) as plain ones; accents apart from their letters. */
export function withoutStyle(text: string): string {
  if (ascii.test(text)) return text;
  const plain = text.normalize('NFKD');
  return Array.from(plain, (sign) => smallCapitals.get(sign) ?? unboxed(sign)).join('');
}

/** Each sign as the one that it can be taken for. */
export function asTakenFor(text: string): string {
  let taken = '';
  for (const sign of text) taken += prototypes.get(sign) ?? sign;
  return taken;
}

/** Letters that only pass for Latin ones between Latin ones. */
export function asTakenInLatin(text: string): string {
  if (!latin.test(text) || !cyrillicOrGreek.test(text)) return text;
  return Array.from(text, (sign) => nearly.get(sign) ?? sign).join('');
}
