// Unicode's table of look-alikes (UTS 39) as a package; chat clients have kept it for the same purpose for years.
import lookAlikes from 'unhomoglyph';

/** Not seen at all, or only by what they do to others: zero-width signs, marks of direction, controls. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;
/** Letters of honest names that the table takes for others; their own look-alikes are few. */
const ownLetters = /[mıæœĳ]/g;
const stands: Record<string, string> = { m: '\ue000', ı: '\ue001', æ: '\ue002', œ: '\ue003', ĳ: '\ue004' };

/**
 * What a name looks like: as written, and written in small letters, because large and small ones have different
 * look-alikes. Two names that look alike have one of these in common.
 */
export function skeletonsOf(name: string): [string, string] {
  const seen = spaced(name.normalize('NFKC').replace(unseen, ''));
  return [skeleton(seen), skeleton(seen.toLowerCase())];
}

/** The name, without regard to case, spaces and how its signs are put together: honest people may be called the same. */
export function plainName(name: string): string {
  return spaced(name.normalize('NFC').toLowerCase());
}

function skeleton(name: string): string {
  const kept = name.normalize('NFD').replace(ownLetters, (letter) => stands[letter] ?? letter);
  return lookAlikes(kept).normalize('NFD').toLowerCase();
}

const spaced = (name: string) => name.trim().replace(/\s+/gu, ' ');
