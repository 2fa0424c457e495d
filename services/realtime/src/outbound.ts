import type { Bus } from '@livechat/bus/connect';
import { roles } from '@livechat/contracts/actor';
import type { Message } from '@livechat/contracts/chat/message';
import type { Logger } from '@livechat/service/logger';
import { type ConversationFeed, openFeed } from './conversation-feed.ts';
import { type Deliveries, recipientOf } from './deliveries.ts';
import { emitItem } from './emit-item.ts';
import type { Store } from './read-store.ts';
import { conversationRoom } from './rooms.ts';
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
          onItem(item) {
            if (item.kind === 'created') {
              const { message } = item;
              typing().sent(conversationId, message.senderType, message.senderId);
              log.debug({ conversationId, seq: message.seq }, 'message delivered');
              for (const socket of recipients(io, message)) deliveries.written(socket, message);
            }
            for (const role of roles) {
              const room = conversationRoom(conversationId, role);
              // Socket.IO encodes a frame for a room that nobody is in, too.
              if (io.sockets.adapter.rooms.has(room)) emitItem(io.local.to(room), role, item);
            }
          },
          onTyping: (event) => typing().show(event),
          readChanged: store.readChanged,
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
