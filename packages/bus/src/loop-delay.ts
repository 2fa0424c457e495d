/** How long what arrives at this process waits before anybody looks at it. */
export interface LoopDelay {
  /** At this moment: how late a timer was, or is by now if one is due. */
  delayMs(): number;
}

const everyMs = 10;

/**
 * Measures the event loop: everything that comes over a socket waits at least as long as a timer that is due. `onMeasured`
 * gets each measurement. Node's `monitorEventLoopDelay` counts, but cannot say how late it is at this moment.
 */
export function watchLoopDelay(onMeasured: (delayMs: number) => void = () => {}): LoopDelay {
  let lastMs = 0;
  let dueAt = performance.now() + everyMs;
  const measure = () => {
    const now = performance.now();
    lastMs = Math.max(0, now - dueAt);
    dueAt = now + everyMs;
    timer.refresh();
    onMeasured(lastMs);
  };
  const timer = setTimeout(measure, everyMs).unref();
  return { delayMs: () => Math.max(lastMs, performance.now() - dueAt) };
}
