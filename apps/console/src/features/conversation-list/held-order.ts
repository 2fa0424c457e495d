/**
 * The rows in an earlier order: those that stood then keep their places, what has come since follows where it comes in
 * anyway or, if it would push the others down, waits at the end.
 */
export function heldOrder<Row extends { id: number }>(rows: readonly Row[], order: readonly number[]): readonly Row[] {
  const place = new Map(order.map((id, index) => [id, index]));
  const placeOf = ({ id }: Row) => place.get(id) ?? Number.POSITIVE_INFINITY;
  // Of two newcomers neither goes first by its place; sorting leaves them as they came.
  return [...rows].sort((one, other) => (placeOf(one) === placeOf(other) ? 0 : placeOf(one) - placeOf(other)));
}
