import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react';

/**
 * Which row has the focus. When it leaves the list, the one that is in its place now gets it, and the list itself when
 * there is none: a person at the keyboard is never nowhere.
 */
export function useRowFocus(
  rows: readonly { id: number }[],
  scrollTo: (index: number) => void,
  scroller: RefObject<HTMLElement | null>,
) {
  const [focusedId, setFocusedId] = useState<number>();
  const focusedAt = useMemo(() => rows.findIndex(({ id }) => id === focusedId), [rows, focusedId]);

  /** Puts the focus on a row, which may have to be drawn first. */
  const focusRow = (index: number) => {
    const id = rows[index]?.id;
    if (id === undefined) return;
    setFocusedId(id);
    scrollTo(index);
    const focus = () => document.getElementById(`row-${id}`)?.focus({ preventScroll: true });
    // At once where it is drawn: the next key may be pressed before the next frame.
    if (document.getElementById(`row-${id}`)) focus();
    else requestAnimationFrame(focus);
  };

  const before = useRef(-1);
  useLayoutEffect(() => {
    const isGone = focusedId !== undefined && focusedAt < 0 && before.current >= 0;
    if (isGone && document.activeElement === document.body) {
      if (rows.length > 0) focusRow(Math.min(before.current, rows.length - 1));
      else scroller.current?.focus();
    }
    before.current = focusedAt;
  });

  return { focusedId, focusedAt, setFocusedId, focusRow };
}
