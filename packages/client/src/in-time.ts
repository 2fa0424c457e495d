/**
 * What `work` gives, or a `TimeoutError` when it takes longer than `limitMs`. The limit does not outlive `closing`: then
 * nobody waits any more.
 */
export async function inTime<Value>(limitMs: number, work: Promise<Value>, closing: AbortSignal): Promise<Value> {
  if (closing.aborted) return work;
  let end = () => {};
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new DOMException('no answer', 'TimeoutError')), limitMs);
    end = () => clearTimeout(timer);
    closing.addEventListener('abort', end);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    end();
    closing.removeEventListener('abort', end);
  }
}
