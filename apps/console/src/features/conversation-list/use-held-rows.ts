import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { heldOrder } from './held-order.ts';

/** Who has not moved the pointer for so long is not about to click. */
const stillMs = 5_000;

/** Rows that do not move while somebody points at them; a pointer that was left lying over them holds nothing. */
export function useHeldRows<Row extends { id: number }>(rows: readonly Row[], filter: string, canHold: boolean) {
  const [held, setHeld] = useState<{ rows: readonly Row[]; filter: string }>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isHeld = held !== undefined && held.filter === filter && canHold;
  const shown = useMemo(() => (isHeld ? heldOrder(rows, held.rows) : rows), [rows, isHeld, held]);
  const newest = useRef(shown);
  newest.current = shown;

  const release = useCallback(() => {
    clearTimeout(timer.current);
    setHeld(undefined);
  }, []);
  const hold = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(release, stillMs);
    setHeld((before) => (before?.filter === filter ? before : { rows: newest.current, filter }));
  }, [filter, release]);
  // What was read anew is another list, whatever the pointer does.
  useEffect(() => {
    if (!canHold) release();
  }, [canHold, release]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return { shown, hold, release };
}
