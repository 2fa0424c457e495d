import type { ObserveEvent } from './observe-events.ts';
import type { ChatSocket } from './server.ts';

/** Stands around the handling of events, too, and knows of which sockets some are in hand. */
export function countEvents(observe: ObserveEvent): { observe: ObserveEvent; isBusy(socket: ChatSocket): boolean } {
  const inHand = new WeakMap<ChatSocket, number>();
  const add = (socket: ChatSocket, count: number) => inHand.set(socket, (inHand.get(socket) ?? 0) + count);
  return {
    async observe(name, requestId, socket, work) {
      add(socket, 1);
      try {
        return await observe(name, requestId, socket, work);
      } finally {
        add(socket, -1);
      }
    },
    isBusy: (socket) => (inHand.get(socket) ?? 0) > 0,
  };
}
