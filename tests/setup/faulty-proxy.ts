import { startTcpProxy, type TcpProxy } from '../../bench/faults/tcp-proxy.ts';
import { kept } from './clients.ts';

export interface FaultyProxy extends TcpProxy {
  url: string;
  /** Lets a POST through and cuts the connection before its answer comes back, so often. */
  eatAnswers(count: number): void;
}

/** A network between a client and a gateway, as bad as a test wants it; gone after the test. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const port = Number(new URL(target).port);
  let toEat = 0;
  const proxy = await startTcpProxy({
    target: () => port,
    filter() {
      let isPost = false;
      return {
        asked(data) {
          isPost ||= data.subarray(0, 5).toString() === 'POST ';
        },
        answered(data) {
          if (toEat === 0 || !isPost) return data;
          toEat -= 1;
          return undefined;
        },
      };
    },
  });
  kept(proxy);
  return {
    ...proxy,
    url: `http://127.0.0.1:${proxy.port}`,
    eatAnswers(count) {
      toEat = count;
    },
  };
}
