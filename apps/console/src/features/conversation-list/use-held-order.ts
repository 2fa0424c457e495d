import { useRef } from 'react';
import { heldOrder } from './held-order.ts';

/** Rows as they are, in the order in which they stood when the pointer came. */
export function useHeldOrder<Row extends { id: number }>(rows: readonly Row[], held: boolean): readonly Row[] {
  const order = useRef<readonly number[]>(undefined);
  if (!held) order.current = undefined;
  else order.current ??= rows.map(({ id }) => id);
  return order.current ? heldOrder(rows, order.current) : rows;
}
