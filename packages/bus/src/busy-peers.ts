import type { Failure } from '@livechat/contracts/errors';
import type { MsgHdrs } from 'nats';
import { saysBusy } from './headers.ts';

/** What other services say of themselves in their answers and events. */
export interface BusyPeers {
  heard(headers: MsgHdrs | undefined, failure?: Failure): void;
  /** Somebody is close to refusing, or does. */
  othersAreBusy(): boolean;
  /** Somebody refused what was asked from here. */
  othersRefuse(): boolean;
}

/** What was said so long ago says nothing of now. */
const rememberedMs = 1_000;

export function listenForBusyPeers(now: () => number = () => performance.now()): BusyPeers {
  let busyUntil = Number.NEGATIVE_INFINITY;
  let refusesUntil = Number.NEGATIVE_INFINITY;
  return {
    heard(headers, failure) {
      if (!saysBusy(headers)) return;
      busyUntil = now() + rememberedMs;
      if (failure?.failure === 'UNAVAILABLE') refusesUntil = busyUntil;
    },
    othersAreBusy: () => now() < busyUntil,
    othersRefuse: () => now() < refusesUntil,
  };
}
