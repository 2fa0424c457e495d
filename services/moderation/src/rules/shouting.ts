import type { Reading } from './reading.ts';
import type { Signal } from './signal.ts';

const fewestLetters = 40;

/** Nearly everything in capitals, in scripts that have them. Weak on purpose: angry customers shout too. */
export function shouting({ text }: Reading): Signal | undefined {
  const upper = text.match(/\p{Lu}/gu)?.length ?? 0;
  const lower = text.match(/\p{Ll}/gu)?.length ?? 0;
  if (upper + lower < fewestLetters || upper < 9 * lower) return undefined;
  return { code: 'SHOUTING', detail: 'Nearly all letters are capitals', weight: 0.15 };
}
