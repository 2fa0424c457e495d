import type { CallAnswer } from './answer.ts';
import type { Connection } from './connection.ts';
import type { SocketOutput } from './socket-questions.ts';

/** Which conversations this client follows on its socket: an open conversation and a list may hold the same one. */
export interface Rooms {
  hold(conversationId: number): void;
  join(conversationId: number, afterSeq?: number): Promise<CallAnswer<SocketOutput<'join-chat'>>>;
  release(conversationId: number): void;
}

export function createRooms(connection: Connection): Rooms {
  const holders = new Map<number, number>();
  return {
    hold: (conversationId) => void holders.set(conversationId, (holders.get(conversationId) ?? 0) + 1),
    join: (conversationId, afterSeq) =>
      connection.ask('join-chat', { conversationId, ...(afterSeq !== undefined && { afterSeq }) }),
    release(conversationId) {
      const left = (holders.get(conversationId) ?? 1) - 1;
      if (left > 0) return void holders.set(conversationId, left);
      holders.delete(conversationId);
      connection.ask('leave-chat', { conversationId });
    },
  };
}
