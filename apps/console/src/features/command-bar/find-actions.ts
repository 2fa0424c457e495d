import type { Action } from '../../console/actions.ts';

/** What can be done with the open conversation comes first, then what leads elsewhere. */
export const sections = ['conversation', 'list', 'navigation', 'settings'] as const satisfies Action['section'][];

/**
 * The actions of which each word of the query begins a word of the label, or, after those, stands somewhere in it; in
 * the order of their sections. Of one that is offered twice the last one counts, as with its key.
 */
export function findActions(offered: readonly Action[], query: string, language: string): Action[] {
  const newest = [...new Map(offered.map((action) => [action.id, action])).values()];
  const words = wordsOf(query, language);
  const ranked = newest.flatMap((action) => {
    const rank = rankOf(action.label.toLocaleLowerCase(language), words);
    return rank === undefined ? [] : [{ action, rank: rank + 2 * sections.indexOf(action.section) }];
  });
  return ranked.sort((one, other) => one.rank - other.rank).map(({ action }) => action);
}

/** 0 when each word begins a word of the label, 1 when it stands in it, undefined when one is missing. */
function rankOf(label: string, words: readonly string[]): 0 | 1 | undefined {
  if (!words.every((word) => label.includes(word))) return undefined;
  return words.every((word) => ` ${label}`.includes(` ${word}`)) ? 0 : 1;
}

function wordsOf(text: string, language: string): string[] {
  return text.toLocaleLowerCase(language).split(/\s+/).filter(Boolean);
}
