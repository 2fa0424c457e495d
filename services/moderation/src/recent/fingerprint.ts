import { createHash } from 'node:crypto';

/** What is kept of a text to find it again; the text cannot be had from it. */
export interface Fingerprint {
  /** The same for texts with the same letters and digits, whatever stands between them. */
  exact: string;
  /** Alike for texts that have most of their words in common (simhash, Charikar 2002), as 16 hexadecimal digits. */
  alike: string;
  /** How many letters and digits it has: short texts are alike by chance. */
  length: number;
}

/** Takes a folded text (`foldDisguise`). */
export function fingerprintOf(folded: string): Fingerprint {
  const words = folded.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const joined = words.join('');
  return {
    exact: createHash('sha256').update(joined).digest('base64url').slice(0, 9),
    alike: simhash(words.map((word) => (/^\p{N}+$/u.test(word) ? '0' : word))),
    length: joined.length,
  };
}

/** Of 64 bits, how many differ: under four, and two texts differ in a few words of many. */
export function distance(one: string, other: string): number {
  if (one === other) return 0;
  return bitsOf(halfOf(one, 0) ^ halfOf(other, 0)) + bitsOf(halfOf(one, 8) ^ halfOf(other, 8));
}

const halfOf = (alike: string, start: number) => Number.parseInt(alike.slice(start, start + 8), 16);

function bitsOf(half: number): number {
  let bits = 0;
  for (let rest = half >>> 0; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
}

/** Each pair of neighbours votes on each bit. */
function simhash(words: readonly string[]): string {
  const votes = new Int32Array(64);
  for (let index = 0; index < words.length; index += 1) {
    const pair = `${words[index - 1] ?? ''} ${words[index]}`;
    for (const [half, seed] of [0x811c9dc5, 0x9e3779b9].entries()) {
      const hash = mix(pair, seed);
      for (let bit = 0; bit < 32; bit += 1) {
        const place = 32 * half + bit;
        votes[place] = (votes[place] ?? 0) + ((hash >>> bit) & 1 ? 1 : -1);
      }
    }
  }
  const halves = [0, 32].map((start) => {
    let value = 0;
    for (let bit = 0; bit < 32; bit += 1) if ((votes[start + bit] ?? 0) > 0) value |= 1 << bit;
    return (value >>> 0).toString(16).padStart(8, '0');
  });
  return halves.join('');
}

/** FNV-1a with MurmurHash3's last steps, without which neighbouring bits depend on each other. */
function mix(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
