/** Signs of scripts that put no space between words, and pictures. */
const unspaced = String.raw`\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{So}`;
const piece = new RegExp(String.raw`[${unspaced}]+|[[\p{L}\p{M}\p{N}]--[${unspaced}]]+`, 'gv');
const unspacedStart = new RegExp(`^[${unspaced}]`, 'v');

/** A longer word is in the index as overlapping pieces, so that each part of it up to half as long is in one of them. */
const maxTermLength = 40;
const stride = maxTermLength / 2;

/** What one looks for in the index for a part of a word: terms that are there as such, or all terms around a part. */
export type Lookup = { term: string } | { part: string };

/** What stands between spaces: the unit that a searched word can be a part of. */
export function runsOf(folded: string): string[] {
  return folded.split(/\s+/u).filter((run) => run !== '');
}

/** The terms of a run: its words; pairs of neighbours where a script has no words to see. */
export function termsOf(run: string): string[] {
  return pieces(run).flatMap((found) => {
    const signs = [...found];
    if (isUnspaced(found)) return signs.length === 1 ? signs : neighbours(signs, 2);
    return signs.length <= maxTermLength ? [found] : overlapping(signs);
  });
}

/** What a run that has `word` in it certainly has in the index; nothing for a single letter, which is everywhere. */
export function lookupsOf(word: string): Lookup[] {
  return pieces(word).flatMap((found): Lookup[] => {
    const signs = [...found];
    if (isUnspaced(found) && signs.length > 1) return neighbours(signs, 2).map((term) => ({ term }));
    if (!isUnspaced(found) && signs.length < 2) return [];
    return [{ part: signs.slice(0, stride).join('') }];
  });
}

/** By which parts of a term are found: the single signs of a pair, each two, three and four letters of a word. */
export function gramsOf(term: string): string[] {
  const signs = [...term];
  return [...new Set(isUnspaced(term) ? signs : [2, 3, 4].flatMap((count) => neighbours(signs, count)))];
}

/** The grams that every term around `part` has. */
export function gramsAround(part: string): string[] {
  const signs = [...part];
  return [...new Set(isUnspaced(part) ? signs : neighbours(signs, Math.min(4, signs.length)))];
}

/** A term as a number, four bytes instead of a text. Two terms may share one: what is found is compared as text. */
export function termKey(term: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < term.length; index += 1) {
    hash = Math.imul(hash ^ term.charCodeAt(index), 0x01000193);
  }
  return hash | 0;
}

/** Words and stretches of signs without a space; what is neither (punctuation) stands between them. */
function pieces(text: string): string[] {
  return text.match(piece) ?? [];
}

/** Of a piece, whose signs are all of one kind. */
function isUnspaced(found: string): boolean {
  return unspacedStart.test(found);
}

function neighbours(signs: string[], count: number): string[] {
  const starts = Math.max(0, signs.length - count + 1);
  return Array.from({ length: starts }, (_, start) => signs.slice(start, start + count).join(''));
}

function overlapping(signs: string[]): string[] {
  const count = Math.ceil((signs.length - maxTermLength) / stride) + 1;
  return Array.from({ length: count }, (_, n) => signs.slice(n * stride, n * stride + maxTermLength).join(''));
}
