import { z } from 'zod';
import { foldDisguise } from '../rules/fold-disguise.ts';
import { holdsPhrase } from '../rules/holds-phrase.ts';
import type { Reading } from '../rules/reading.ts';
import { patternFault } from './check-pattern.ts';

const Note = z.string().max(200).optional();
/** Words are found whole, in any case and disguise; a pattern is a JavaScript expression, read with the flags `i` and `u`. */
const Entry = z.union([
  z.string().min(1).max(200),
  z.strictObject({ phrase: z.string().min(1).max(200), note: Note }),
  z.strictObject({ pattern: z.string().min(1).max(500), note: Note }),
]);
const Entries = z.array(Entry).max(500).default([]);

export const listNames = ['deny', 'allow', 'flag'] as const;
export type ListName = (typeof listNames)[number];

const isPattern = (entry: z.output<typeof Entry>) => typeof entry !== 'string' && 'pattern' in entry;

/** Of all lists together: the check of one may take two seconds, and the start of the service waits for all. */
const mostPatterns = 100;

/** The file of the operator: what is refused, what is never held against anybody, and what staff shall look at. */
const ListsFile = z.strictObject({ deny: Entries, allow: Entries, flag: Entries }).superRefine((lists, check) => {
  const count = listNames.flatMap((list) => lists[list]).filter(isPattern).length;
  if (count <= mostPatterns) return;
  check.addIssue({ code: 'custom', message: `it has ${count} patterns; all lists together may have ${mostPatterns}` });
});

interface Compiled {
  finds(reading: Reading): boolean;
  /** What staff are told of it. */
  name: string;
}

export interface OperatorLists {
  /** The list that decides, in this order: deny, allow, flag; and which of its entries. */
  find(reading: Reading): { list: ListName; name: string } | undefined;
  counts: Record<ListName, number>;
}

/** Entries that cannot be used, each with the reason; the others are used all the same. */
export interface ReadLists {
  lists: OperatorLists;
  refused: string[];
}

/** Throws when the text is no file of lists. Every pattern is checked before it is used: one alone could hold up reviews. */
export async function readLists(text: string): Promise<ReadLists> {
  const parsed = ListsFile.safeParse(JSON.parse(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
  }
  const refused: string[] = [];
  const compiled = { deny: [] as Compiled[], allow: [] as Compiled[], flag: [] as Compiled[] };
  for (const list of listNames) {
    for (const [index, entry] of parsed.data[list].entries()) {
      const one = await compile(entry);
      if (typeof one === 'string') refused.push(`${list}.${index}: ${one}`);
      else compiled[list].push(one);
    }
  }
  const counts = { deny: compiled.deny.length, allow: compiled.allow.length, flag: compiled.flag.length };
  const find = (reading: Reading) => {
    for (const list of listNames) {
      const found = compiled[list].find((entry) => entry.finds(reading));
      if (found) return { list, name: found.name };
    }
    return undefined;
  };
  return { lists: { find, counts }, refused };
}

export const noLists: OperatorLists = { find: () => undefined, counts: { deny: 0, allow: 0, flag: 0 } };

/** Or why not. */
async function compile(entry: z.output<typeof Entry>): Promise<Compiled | string> {
  if (isPattern(entry)) {
    const fault = await patternFault(entry.pattern, 'iu');
    if (fault !== undefined) return fault;
    const pattern = new RegExp(entry.pattern, 'iu');
    return { finds: ({ text }) => pattern.test(text), name: entry.note ?? `/${entry.pattern}/` };
  }
  const { phrase, note } = typeof entry === 'string' ? { phrase: entry, note: undefined } : entry;
  const folded = foldDisguise(phrase).trim();
  if (!/[\p{L}\p{N}]/u.test(folded)) return 'has no letter and no digit';
  return { finds: (reading) => holdsPhrase(reading.folded, folded), name: note ?? phrase };
}
