import { codePointLength } from '@livechat/clean-text/code-point-length';
import type { Reading } from './reading.ts';
import type { Signal } from './signal.ts';

const longestRun = 200;
const shareFrom = 200;
const highestShare = 0.6;
const weight = 0.7;
const emojiOrSpace = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\s]/u;
const sign = /(?![\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}])[\p{P}\p{S}]/gu;

/**
 * A run of 200 of one sign, or at least 200 code points of which over 60 % are punctuation or symbols, by Unicode
 * category and without emoji. The limits are those of the guarantees; letters of any script are never symbols.
 */
export function specialCharacters({ text }: Reading): Signal | undefined {
  const length = codePointLength(text);
  if (hasLongRun(text)) {
    return { code: 'SPECIAL_CHARACTERS', detail: `One character ${longestRun} times in a row or more`, weight };
  }
  if (length < shareFrom) return undefined;
  const share = (text.match(sign)?.length ?? 0) / length;
  if (share <= highestShare) return undefined;
  const percent = Math.round(100 * share);
  return { code: 'SPECIAL_CHARACTERS', detail: `${percent} % of the text are punctuation or symbols`, weight };
}

function hasLongRun(text: string): boolean {
  let run = 0;
  let previous = '';
  for (const character of text) {
    run = character === previous ? run + 1 : 1;
    previous = character;
    if (run === longestRun && !emojiOrSpace.test(character)) return true;
  }
  return false;
}
