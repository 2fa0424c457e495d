import { asTakenFor, asTakenInLatin, withoutStyle } from './look-alikes.ts';

const neverSeen = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cs}]/gu;
/** A Braille cell without dots is as empty. */
const gaps = /[\p{White_Space}\u2800]+/gu;
/** What is written after an override is shown in the other direction, as `troppuS` then is. */
const overridden = /[\u202d\u202e]/;
const overriddenRun = /[\u202d\u202e]([^\u202c]*)/g;

/** A name without regard to case and white space: two that are equal so are the same name. */
export function plainName(name: string): string {
  return collapsed(name).normalize('NFC').toLowerCase();
}

/** The name with each gap as one space, and none at the ends. */
export function collapsed(name: string): string {
  return name.replace(gaps, ' ').trim();
}

/**
 * What a name looks like, by the skeletons of UTS 39: names of which any are equal may be taken for each other. Several,
 * since some letters look alike only as capitals (Н), others only as small ones (р) or between Latin ones (к). `i` and `l` count as the same throughout,
 * because their look-alikes pass for either. Never shown to anybody.
 */
export function nameSkeletons(name: string): Set<string> {
  const ways = overridden.test(name) ? [name, name.replace(overriddenRun, turnedRound)] : [name];
  return new Set(
    ways.flatMap((way) => {
      const seen = collapsed(withoutStyle(collapsed(way)).replace(neverSeen, ''));
      return [seen.toLowerCase(), seen, asTakenInLatin(seen)].map(skeleton);
    }),
  );
}

const turnedRound = (_: string, run: string) => Array.from(run).reverse().join('');

function skeleton(text: string): string {
  // Twice, because a capital may be taken for one that has look-alikes in turn when it is small.
  const once = asTakenFor(text).toLowerCase();
  return asTakenFor(once).toLowerCase().normalize('NFKD').replaceAll('i', 'l');
}
