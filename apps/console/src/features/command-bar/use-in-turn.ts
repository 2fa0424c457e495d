import { useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';

const lookEveryMs = 10;
/** So often the screen must be found settled: what was drawn then offers what can be done now. */
const settledLooks = 2;

/**
 * Runs what a key does when the screen shows what the address says. Who presses two keys quickly means with the second
 * what the first one opens, not what is still on the screen.
 */
export function useInTurn(): (work: () => void) => void {
  const router = useRouter();
  const waiting = useRef<(() => void)[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (work) => {
      const { stores } = router;
      const isUnderWay = () => router.latestLocation.href !== stores.resolvedLocation.get()?.href;
      const lookLater = (settled: number) => {
        timer.current = setTimeout(() => {
          if (isUnderWay()) return lookLater(0);
          if (settled + 1 < settledLooks) return lookLater(settled + 1);
          waiting.current.shift()?.();
          if (waiting.current.length > 0) lookLater(0);
        }, lookEveryMs);
      };
      if (waiting.current.length === 0 && !isUnderWay()) return work();
      waiting.current.push(work);
      if (waiting.current.length === 1) lookLater(0);
    },
    [router],
  );
}
