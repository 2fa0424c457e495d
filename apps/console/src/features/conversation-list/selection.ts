/** Rows that were chosen for a change of all of them, and the one from which a range goes. */
export interface Selection {
  ids: ReadonlySet<number>;
  anchor: number | undefined;
}

export const nothingSelected: Selection = { ids: new Set(), anchor: undefined };

/** A row chosen, or no longer; with `asRange` all between the last one that was clicked and this one are as this one. */
export function toggled(selection: Selection, order: readonly number[], id: number, asRange: boolean): Selection {
  const ids = new Set(selection.ids);
  const isChosen = !ids.has(id);
  const [from, to] = [selection.anchor === undefined ? -1 : order.indexOf(selection.anchor), order.indexOf(id)];
  const range = asRange && from >= 0 && to >= 0 ? order.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
  for (const one of range) {
    if (isChosen) ids.add(one);
    else ids.delete(one);
  }
  return { ids, anchor: id };
}

/** The selection without those that are no longer in the list; the same one while all are. */
export function onlyOf(selection: Selection, rows: readonly { id: number }[]): Selection {
  if (selection.ids.size === 0) return selection;
  const here = new Set(rows.map(({ id }) => id));
  const ids = new Set([...selection.ids].filter((id) => here.has(id)));
  return ids.size === selection.ids.size ? selection : { ...selection, ids };
}
