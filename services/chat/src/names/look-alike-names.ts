import { collapsed, nameSkeletons, plainName } from './name-skeleton.ts';
import { shareOrdinaryScript } from './ordinary-script.ts';

export interface LookAlikeNames {
  /** Whether a name can be taken for one of these and is none of them. */
  has(name: string): boolean;
  /** Makes these the names. */
  replace(names: Iterable<string>): void;
}

/** Names, found by what looks like them. */
export function createLookAlikeNames(names: Iterable<string> = []): LookAlikeNames {
  const bySkeleton = new Map<string, Set<string>>();
  let current = new Set<string>();

  function add(name: string): void {
    for (const skeleton of nameSkeletons(name)) {
      bySkeleton.set(skeleton, (bySkeleton.get(skeleton) ?? new Set()).add(name));
    }
  }

  function remove(name: string): void {
    for (const skeleton of nameSkeletons(name)) {
      const alike = bySkeleton.get(skeleton);
      alike?.delete(name);
      if (alike?.size === 0) bySkeleton.delete(skeleton);
    }
  }

  function replace(next: Iterable<string>): void {
    const wanted = new Set(next);
    for (const name of wanted) if (!current.has(name)) add(name);
    for (const name of current) if (!wanted.has(name)) remove(name);
    current = wanted;
  }

  replace(names);
  return {
    has(name) {
      const alike = [...nameSkeletons(name)].flatMap((skeleton) => [...(bySkeleton.get(skeleton) ?? [])]);
      const plain = plainName(name);
      if (alike.some((one) => plainName(one) === plain)) return false;
      return alike.some((one) => passesFor(name, one));
    },
    replace,
  };
}

/**
 * Of two different names with a skeleton in common. Within one script they are two honest names (Marnie and Mamie, Aydın
 * and Aydin), unless nothing but a capital I, as in `PauI`, tells them apart.
 */
function passesFor(name: string, other: string): boolean {
  return !shareOrdinaryScript(name, other) || inSansSerif(name) === inSansSerif(other);
}

const inSansSerif = (name: string) => collapsed(name).normalize('NFC').replaceAll('I', 'l');
