import { randomUUID } from 'node:crypto';
import type { Call } from '@livechat/bus/call';
import type { Role } from '@livechat/contracts/actor';
import { markMessagesDelivered } from '@livechat/contracts/chat/mark-messages-delivered';
import type { Message } from '@livechat/contracts/chat/message';
import { isFailure } from '@livechat/contracts/errors';
import type { Logger } from '@livechat/service/logger';
import type { ChatSocket } from './server.ts';

/** The other side's messages that were written to a socket: those after one seq, up to another. */
interface Written {
  afterSeq: number;
  upToSeq: number;
}

/**
 * Delivered marks for clients that never say what they have: a message counts as delivered when the socket it was
 * written to has answered a later ping.
 */
export interface Deliveries {
  watch(socket: ChatSocket): void;
  written(socket: ChatSocket, message: Message): void;
  /** The client marks by itself from now on. */
  leaveTo(socket: ChatSocket): void;
}

export function createDeliveries(call: Call, log: Logger): Deliveries {
  /** Not yet asked for by a ping, by conversation; nothing for a client that marks by itself. */
  const waiting = new WeakMap<ChatSocket, Map<number, Written>>();

  const mark = async (socket: ChatSocket, conversationId: number, written: Written) => {
    const actor = socket.data.principal;
    const answer = await call(
      markMessagesDelivered,
      { conversationId, ...written },
      { actor, requestId: randomUUID() },
    );
    // What chat could not take now goes with the next ping.
    if (isFailure(answer) && answer.failure === 'UNAVAILABLE') add(socket, conversationId, written);
  };

  const add = (socket: ChatSocket, conversationId: number, { afterSeq, upToSeq }: Written) => {
    const conversations = waiting.get(socket);
    const known = conversations?.get(conversationId);
    conversations?.set(conversationId, {
      afterSeq: Math.min(known?.afterSeq ?? afterSeq, afterSeq),
      upToSeq: Math.max(known?.upToSeq ?? upToSeq, upToSeq),
    });
  };

  return {
    watch(socket) {
      waiting.set(socket, new Map());
      let asked = new Map<number, Written>();
      const onPacket = ({ type }: { type: string }) => {
        const conversations = waiting.get(socket);
        if (type !== 'ping' || !conversations) return;
        // The answer to an earlier ping never came: this one asks for those as well.
        for (const [conversationId, written] of asked) add(socket, conversationId, written);
        asked = waiting.get(socket) ?? new Map();
        waiting.set(socket, new Map());
      };
      const onAnswer = () => {
        const answered = asked;
        asked = new Map();
        if (!waiting.has(socket)) return;
        for (const [conversationId, written] of answered) {
          mark(socket, conversationId, written).catch((err: unknown) => log.error({ err }, 'cannot mark as delivered'));
        }
      };
      socket.conn.on('packetCreate', onPacket);
      socket.conn.on('heartbeat', onAnswer);
      socket.once('disconnect', () => {
        socket.conn.off('packetCreate', onPacket);
        socket.conn.off('heartbeat', onAnswer);
        waiting.delete(socket);
      });
    },
    written(socket, { conversationId, seq, senderType, messageType }) {
      if (messageType === 'system' || senderType === socket.data.principal.role) return;
      add(socket, conversationId, { afterSeq: seq - 1, upToSeq: seq });
    },
    leaveTo: (socket) => void waiting.delete(socket),
  };
}

/** The side that a message is delivered to. */
export const recipientOf = ({ senderType }: Pick<Message, 'senderType'>): Role =>
  senderType === 'user' ? 'admin' : 'user';
