/** A part of a list, as it was read from where the part before it ended. */
export interface RowsPage<R extends { id: number }> {
  /** Where reading it begins; null for the first. */
  start: string | null;
  rows: readonly R[];
  /** Where the next begins; null when nothing follows. */
  next: string | null;
  /** Whether it was read from its start, and nothing is known to have changed since. */
  fresh: boolean;
}

export type Pages<R extends { id: number }> = readonly RowsPage<R>[];

export function rowsOf<R extends { id: number }>(pages: Pages<R>): readonly R[] {
  return pages.flatMap(({ rows }) => rows);
}

/**
 * The pages with one read again, or with another at their end. Each row stands once, where it was read last. The next
 * page begins where this one ends; what this one no longer has and no page has got waits there until that one is read.
 */
export function withPageAt<R extends { id: number }>(
  pages: Pages<R>,
  at: number,
  read: { rows: readonly R[]; next: string | null },
): Pages<R> {
  const before = pages[at];
  const fresh = once(read.rows);
  const taken = new Set(fresh.map(({ id }) => id));
  // Of the many that may be held only these are looked for: no index is made of all.
  const known = new Map<number, R>();
  for (const page of pages) for (const row of page.rows) if (taken.has(row.id)) known.set(row.id, row);
  const rows = fresh.map((row) => sameOr(known.get(row.id), row));
  const displaced = before ? before.rows.filter(({ id }) => !taken.has(id)) : [];
  const start = before ? before.start : (pages.at(-1)?.next ?? null);
  const made = pages.slice(0, at).map((page) => withoutTaken(page, taken));
  made.push({ start, rows, next: read.next, fresh: true });
  // With nothing after it there is no place for others.
  if (read.next === null) return made;
  const following = pages.slice(at + 1);
  const [first, ...rest] = following;
  if (!first) return made;
  const moved = first.start !== read.next || displaced.length > 0;
  made.push({
    ...first,
    start: read.next,
    rows: [...displaced, ...without(first.rows, taken)],
    fresh: first.fresh && !moved,
  });
  for (const page of rest) made.push(withoutTaken(page, taken));
  return made;
}

/** A row changed where it stands, or taken out when `change` gives nothing; the same pages when nothing is different. */
export function withRow<R extends { id: number }>(
  pages: Pages<R>,
  id: number,
  change: (row: R) => R | undefined,
): Pages<R> {
  const at = pages.findIndex(({ rows }) => rows.some((row) => row.id === id));
  const page = pages[at];
  const row = page?.rows.find((one) => one.id === id);
  if (!page || !row) return pages;
  const changed = change(row);
  if (changed === row) return pages;
  const rows = page.rows.flatMap((one) => (one !== row ? [one] : changed ? [changed] : []));
  return pages.with(at, { ...page, rows });
}

/** A row taken to the first place of all. */
export function withRowFirst<R extends { id: number }>(pages: Pages<R>, id: number): Pages<R> {
  const row = pages.flatMap(({ rows }) => rows.find((one) => one.id === id) ?? [])[0];
  if (!row || pages[0]?.rows[0] === row) return pages;
  const [top, ...below] = pages.map((page) => withoutTaken(page, new Set([id])));
  return top ? [{ ...top, rows: [row, ...top.rows] }, ...below] : pages;
}

/** Something happened that may have moved rows: what is looked at next is read again first. */
export function stale<R extends { id: number }>(pages: Pages<R>): Pages<R> {
  return pages.map((page) => (page.fresh ? { ...page, fresh: false } : page));
}

/** The places of the pages of which something stands between two places of the list. */
export function pagesBetween<R extends { id: number }>(pages: Pages<R>, from: number, to: number): number[] {
  let first = 0;
  return pages.flatMap(({ rows }, at) => {
    const last = first + rows.length - 1;
    const isIn = first <= to && last >= from;
    first += rows.length;
    return isIn ? [at] : [];
  });
}

function without<R extends { id: number }>(rows: readonly R[], taken: ReadonlySet<number>): readonly R[] {
  return rows.some(({ id }) => taken.has(id)) ? rows.filter(({ id }) => !taken.has(id)) : rows;
}

function withoutTaken<R extends { id: number }>(page: RowsPage<R>, taken: ReadonlySet<number>): RowsPage<R> {
  const rows = without(page.rows, taken);
  return rows === page.rows ? page : { ...page, rows };
}

function once<R extends { id: number }>(rows: readonly R[]): R[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

function sameOr<R>(before: R | undefined, next: R): R {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(next) ? before : next;
}
