import { createLookAlikeNames } from './look-alike-names.ts';
import { withoutStyle } from './look-alikes.ts';
import { nameSkeletons } from './name-skeleton.ts';

/** Where a name has more than one part, as in `Anna (Support)`. No comma: people are written `Staff, Anna`. */
const betweenParts = /[()[\]{}<>|/:;]|\s\p{Pd}\s/u;
/** Symbols, but for letters in circles and boxes. */
const betweenWords = /(?![\u249c-\u24e9\u{1f100}-\u{1f1ff}])[\p{White_Space}\u2800\p{P}\p{S}]/u;
const noLetter = /[^\p{L}\p{N}]/gu;
const digits = /\p{Nd}/gu;

const writtenFor = new Map(Object.entries({ $: 's', '@': 'a', 3: 'e', 4: 'a', 5: 's' }));

/**
 * Whether a name passes for support itself. Nobody else bears these names honestly, so here more counts as alike than
 * among people: accents, spaces, signs and numbers are left out, and `5upport` is read. Inside a longer name, as of a
 * firm (Acme Support), only look-alikes of a reserved name are refused.
 */
export function createReservedNames(names: readonly string[]): (name: string) => boolean {
  const bare = new Set(names.flatMap((name) => [...bareSkeletons(name)]));
  const lookAlikes = createLookAlikeNames(names);
  const mostWords = Math.max(0, ...names.map((name) => wordsOf(name).length));

  return (name) => {
    const parts = [name, ...withoutStyle(name).split(betweenParts)];
    if (parts.some((part) => [...bareSkeletons(part)].some((skeleton) => bare.has(skeleton)))) return true;
    const words = wordsOf(name);
    return words.some((_, first) =>
      words.slice(first, first + mostWords).some((_, more) => {
        const phrase = words.slice(first, first + more + 1).join(' ');
        return lookAlikes.has(phrase);
      }),
    );
  };
}

const wordsOf = (name: string) => name.split(betweenWords).filter((word) => word !== '');

/** Of the letters alone; with figures read as letters, and without them (Support 24). */
function bareSkeletons(name: string): Set<string> {
  const signs = withoutStyle(name);
  const asLetters = Array.from(signs, (sign) => writtenFor.get(sign) ?? sign).join('');
  const skeletons = [asLetters, signs.replace(digits, '')].flatMap((text) => [...nameSkeletons(text)]);
  return new Set(skeletons.map((one) => one.replace(noLetter, '')).filter((one) => one !== ''));
}
