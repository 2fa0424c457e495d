import { setTimeout as delay } from 'node:timers/promises';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

interface Place {
  /** Health. */
  url: string;
  publicUrl?: string | undefined;
}

export interface Balancer {
  proxy: TcpProxy;
  close(): void;
}

const askEveryMs = 200;

/** What stands before several gateways in a cluster: each new connection goes to the next one that says it is ready. */
export async function startBalancer(places: readonly Place[]): Promise<Balancer> {
  const ready = new Set(places);
  let turn = 0;
  let closed = false;

  const watch = async (place: Place) => {
    while (!closed) {
      if (await answersReady(place.url)) ready.add(place);
      else ready.delete(place);
      await delay(askEveryMs);
    }
  };
  for (const place of places) void watch(place);

  const proxy = await startTcpProxy({
    target() {
      turn += 1;
      const [chosen] = [...ready].slice(turn % Math.max(ready.size, 1));
      return chosen?.publicUrl === undefined ? undefined : Number(new URL(chosen.publicUrl).port);
    },
  });
  return {
    proxy,
    close() {
      closed = true;
      proxy.close();
    },
  };
}

export async function answersReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
