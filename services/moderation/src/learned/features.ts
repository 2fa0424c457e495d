/** How many different features a model tells apart; others share a place by chance. */
export const featureCount = 1 << 18;

/** Of a text's beginning; more changes no verdict, and time is bounded by it. */
const mostCharacters = 5_000;
const gramLength = 5;
/** One word more says nothing about a text that has so many. */
const mostWords = 1_000;

/** Which features this text has shown already; wiped after each, which costs less than a set. */
const shown = new Uint8Array(featureCount);

/**
 * What a learned score looks at in a folded text (`foldDisguise`): its words, pairs of neighbours, and runs of five letters
 * without what stands between them, each once, as numbers below `featureCount`. Runs of letters see through spaces within
 * words. Numbers, amounts and addresses stand for their kind.
 */
export function featuresOf(folded: string): number[] {
  const features: number[] = [];
  const add = (hash: number) => {
    const feature = hash % featureCount;
    if (shown[feature] === 1) return;
    shown[feature] = 1;
    features.push(feature);
  };

  const plain = folded
    .slice(0, mostCharacters)
    .replace(/https?:\/\/\S+|\bwww\.\S+/g, ' aurla ')
    .replace(/(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+/g, ' amaila ')
    .replace(/[$€£]\s?\d[\d.,]*/g, ' amoneya ')
    .replace(/\d[\d.,:/-]*/g, ' anumbera ');
  const words = plain.match(/[\p{L}\p{M}]+(?:['’]\p{L}+)?|[!$€£%]+/gu)?.slice(0, mostWords) ?? [];
  let before = hashStart;
  for (const word of words) {
    const hash = hashOf(word, 0, word.length, 1);
    add(hash);
    add((Math.imul(before, 31) + hash) >>> 0);
    before = hash;
  }
  const letters = words.join('').replace(/[^\p{L}]+/gu, '');
  for (let start = 0; start + gramLength <= letters.length; start += 1) {
    add(hashOf(letters, start, start + gramLength, 2));
  }
  for (const feature of features) shown[feature] = 0;
  return features;
}

const hashStart = 0x811c9dc5;

/** FNV-1a, which is the same on every machine. `kind` keeps words and runs of letters apart. */
function hashOf(text: string, start: number, end: number, kind: number): number {
  let hash = Math.imul(hashStart ^ kind, 0x01000193);
  for (let index = start; index < end; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
