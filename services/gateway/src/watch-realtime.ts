import type { Logger } from '@livechat/service/logger';

const askEveryMs = 500;
/** An instance whose Redis hangs needs a second to say that it is ready. */
const answerWithinMs = 2_000;

export interface RealtimeWatch {
  /** Whether new sessions may go there: it says that it is ready. */
  isReady(url: string): boolean;
  /** It did not answer: not ready, until it says so itself. */
  missed(url: string): void;
  stop(): void;
}

/** Asks each realtime instance whether it is ready, as a balancer does: one that ends, or hangs, gets no new sessions. */
export function watchRealtime(urls: readonly string[], log: Pick<Logger, 'info' | 'warn'>): RealtimeWatch {
  const away = new Set<string>();
  const asking = new Set<string>();

  const answersYes = async (url: string): Promise<boolean> => {
    try {
      const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(answerWithinMs) });
      await answer.body?.cancel();
      return answer.ok;
    } catch {
      // Refused, cut or too late: all of that is a no.
      return false;
    }
  };

  const ask = async (url: string) => {
    if (asking.has(url)) return;
    asking.add(url);
    const ready = await answersYes(url);
    asking.delete(url);
    if (ready === !away.has(url)) return;
    if (ready) away.delete(url);
    else away.add(url);
    log[ready ? 'info' : 'warn'](
      { target: url },
      ready ? 'a realtime instance is ready' : 'a realtime instance is away',
    );
  };

  const timer = setInterval(() => {
    for (const url of urls) void ask(url);
  }, askEveryMs);
  timer.unref();

  return {
    isReady: (url) => !away.has(url),
    missed: (url) => void away.add(url),
    stop: () => clearInterval(timer),
  };
}
