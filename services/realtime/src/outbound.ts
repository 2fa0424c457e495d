import type { Bus } from '@livechat/bus/connect';
import { type Message, messageFor } from '@livechat/contracts/chat/message';
import type { Logger } from '@livechat/service/logger';
import { type ConversationFeed, openFeed } from './conversation-feed.ts';
import { type Deliveries, recipientOf } from './deliveries.ts';
import type { Store } from './read-store.ts';
import { conversationRoom, conversationRooms } from './rooms.ts';
import type { ChatServer, ChatSocket } from './server.ts';
import type { Typing } from './typing.ts';
import { watchHeads } from './watch-heads.ts';

/** Which conversations this instance listens to: from the first of its sockets that joins to the last that leaves. */
export interface Outbound {
  /** The feed of a conversation, kept open until as many calls of `release` came. */
  hold(conversationId: number): ConversationFeed;
  release(conversationId: number): void;
  start(): void;
  stop(): void;
  /** How many conversations it listens to at this moment. */
  followed(): number;
}

export interface OutboundParts {
  io: ChatServer;
  bus: Bus;
  store: Store;
  log: Logger;
  /** Typing indicators need memberships, which need this: it is made first and asks for them later. */
  typing(): Pick<Typing, 'show' | 'sent'>;
  deliveries: Pick<Deliveries, 'written'>;
  onRepaired(messages: number): void;
}

export function createOutbound(parts: OutboundParts): Outbound {
  const { io, bus, store, log, typing, deliveries, onRepaired } = parts;
  const open = new Map<number, { feed: ConversationFeed; holders: number }>();

  const heads = watchHeads({ bus, store, log, feeds: () => [...open].map(([id, { feed }]) => [id, feed] as const) });

  return {
    hold(conversationId) {
      const opened = open.get(conversationId) ?? {
        feed: openFeed({
          bus,
          conversationId,
          onMessage(message) {
            typing().sent(conversationId, message.senderType, message.senderId);
            log.debug({ conversationId, seq: message.seq }, 'message delivered');
            emitMessage(io, 'new-chat-message', message);
            for (const socket of recipients(io, message)) deliveries.written(socket, message);
          },
          onEdited: (message) => emitMessage(io, 'message-updated', message),
          onRead: (event) => io.local.to(conversationRooms(conversationId)).emit('messages-read', event),
          onDelivered: (event) => io.local.to(conversationRooms(conversationId)).emit('messages-delivered', event),
          onTyping: (event) => typing().show(event),
          readAfter: store.readAfter,
          onRepaired,
        }),
        holders: 0,
      };
      opened.holders += 1;
      open.set(conversationId, opened);
      return opened.feed;
    },
    release(conversationId) {
      const opened = open.get(conversationId);
      if (!opened) return;
      opened.holders -= 1;
      if (opened.holders > 0) return;
      open.delete(conversationId);
      opened.feed.close();
    },
    start: heads.start,
    stop: heads.stop,
    followed: () => open.size,
  };
}

/** The sockets of this instance to which the other side's message was written. */
function recipients(io: ChatServer, message: Message): ChatSocket[] {
  const room = io.sockets.adapter.rooms.get(conversationRoom(message.conversationId, recipientOf(message)));
  return [...(room ?? [])].flatMap((id) => io.sockets.sockets.get(id) ?? []);
}

// Always `io.local`: every instance hears NATS itself, and an emit through the adapter would multiply each message.

function emitMessage(io: ChatServer, name: 'new-chat-message' | 'message-updated', message: Message): void {
  const { conversationId } = message;
  const forUsers = messageFor('user', message);
  if (forUsers === message) {
    io.local.to(conversationRooms(conversationId)).emit(name, { conversationId, message });
    return;
  }
  io.local.to(conversationRoom(conversationId, 'admin')).emit(name, { conversationId, message });
  io.local.to(conversationRoom(conversationId, 'user')).emit(name, { conversationId, message: forUsers });
}
