import { type MouseEvent, type PointerEvent, useEffect, useRef } from 'react';

const longMs = 500;
/** A finger that moves farther scrolls. */
const movedPx = 10;

/** A long press with a finger, or a press of the other button with a mouse. */
export function useLongPress(act: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const from = useRef({ x: 0, y: 0 });
  useEffect(() => () => clearTimeout(timer.current), []);
  const stop = () => clearTimeout(timer.current);
  return {
    onPointerDown(event: PointerEvent) {
      if (event.pointerType === 'mouse' || isOnLink(event)) return;
      from.current = { x: event.clientX, y: event.clientY };
      stop();
      timer.current = setTimeout(act, longMs);
    },
    onPointerMove({ clientX, clientY }: PointerEvent) {
      if (Math.hypot(clientX - from.current.x, clientY - from.current.y) > movedPx) stop();
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    onContextMenu(event: MouseEvent) {
      if (isOnLink(event)) return stop();
      event.preventDefault();
      stop();
      act();
    },
  };
}

/** A link keeps what the browser does with it: its own menu comes after a long press too. */
const isOnLink = ({ target }: MouseEvent) => target instanceof Element && target.closest('a') !== null;
