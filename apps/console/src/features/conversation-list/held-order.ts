/**
 * The rows as they stood: all keep their places, those that have gone since too, and what has come since waits at the
 * end. So nothing moves under the pointer.
 */
export function heldOrder<Row extends { id: number }>(rows: readonly Row[], held: readonly Row[]): readonly Row[] {
  // While nothing moved, however much was loaded below, there is nothing to make.
  if (held.every(({ id }, index) => rows[index]?.id === id)) return rows;
  const now = new Map(rows.map((row) => [row.id, row]));
  const stood = new Set(held.map(({ id }) => id));
  return [...held.map((row) => now.get(row.id) ?? row), ...rows.filter(({ id }) => !stood.has(id))];
}
