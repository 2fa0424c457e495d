import type { Bus } from '@livechat/bus/connect';
import type { messagesRead } from '@livechat/contracts/chat/events';
import { type Message, messageFor } from '@livechat/contracts/chat/message';
import type { Payload } from '@livechat/contracts/contract';
import type { Logger } from '@livechat/service/logger';
import { type ConversationFeed, openFeed } from './conversation-feed.ts';
import type { Store } from './read-store.ts';
import { conversationRoom, conversationRooms } from './rooms.ts';
import type { ChatServer } from './server.ts';

/** Events can vanish without a word, the last one of a conversation too. */
const compareHeadsEveryMs = 20_000;

/** Which conversations this instance listens to: from the first of its sockets that joins to the last that leaves. */
export interface Outbound {
  /** The feed of a conversation, kept open until as many calls of `release` came. */
  hold(conversationId: number): ConversationFeed;
  release(conversationId: number): void;
  start(): void;
  stop(): void;
}

export function createOutbound(io: ChatServer, bus: Bus, store: Store, log: Logger): Outbound {
  const open = new Map<number, { feed: ConversationFeed; holders: number }>();
  let timer: NodeJS.Timeout | undefined;

  const compareHeads = async () => {
    const heads = await store.readHeads([...open.keys()]);
    const behind = [...open].filter(([id, { feed }]) => (heads.get(id) ?? 0) > (feed.lastSeq() ?? Number.MAX_VALUE));
    if (behind.length > 0) log.warn({ conversations: behind.length }, 'events were missed and are fetched');
    await Promise.all(behind.map(([, { feed }]) => feed.repair()));
  };
  const compareSafely = () => {
    compareHeads().catch((err: unknown) => log.error({ err }, 'cannot compare heads'));
  };

  return {
    hold(conversationId) {
      const opened = open.get(conversationId) ?? {
        feed: openFeed({
          bus,
          conversationId,
          onMessage: (message) => emitMessage(io, message),
          onRead: (event) => emitRead(io, event),
          readAfter: store.readAfter,
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
    start() {
      bus.onReconnect(compareSafely);
      timer = setInterval(compareSafely, compareHeadsEveryMs);
    },
    stop: () => clearInterval(timer),
  };
}

// Always `io.local`: every instance hears NATS itself, and an emit through the adapter would multiply each message.

function emitMessage(io: ChatServer, message: Message): void {
  const { conversationId } = message;
  const forUsers = messageFor('user', message);
  if (forUsers === message) {
    io.local.to(conversationRooms(conversationId)).emit('new-chat-message', { conversationId, message });
    return;
  }
  io.local.to(conversationRoom(conversationId, 'admin')).emit('new-chat-message', { conversationId, message });
  io.local.to(conversationRoom(conversationId, 'user')).emit('new-chat-message', { conversationId, message: forUsers });
}

function emitRead(io: ChatServer, event: Payload<typeof messagesRead>): void {
  io.local.to(conversationRooms(event.conversationId)).emit('messages-read', event);
}
