import type { Bus } from '@livechat/bus/connect';
import type { Subscription } from '@livechat/bus/events';
import { messageCreated } from '@livechat/contracts/chat/events';
import { staffRoom } from './rooms.ts';
import type { ChatServer } from './server.ts';

/** Events can come twice; this many are remembered, which is far more than can be on the way at once. */
const maxRemembered = 10_000;

export interface StaffNotices {
  arrive(): void;
  leave(): void;
}

/** Tells all connected staff of users' messages; listens only while there is staff on this instance. */
export function createStaffNotices(io: ChatServer, bus: Bus): StaffNotices {
  const told = new Set<string>();
  let present = 0;
  let subscription: Subscription | undefined;

  const listen = () =>
    bus.subscribeEvent(messageCreated, '*', ({ conversation, message }) => {
      if (message.senderType !== 'user') return;
      const { conversationId, seq } = message;
      const key = `${conversationId}:${seq}`;
      if (told.has(key)) return;
      const [oldest] = told.size >= maxRemembered ? told : [];
      if (oldest !== undefined) told.delete(oldest);
      told.add(key);
      io.local.to(staffRoom).emit('new-user-message', { conversationId, message, conversation });
    });

  return {
    arrive() {
      present += 1;
      subscription ??= listen();
    },
    leave() {
      present -= 1;
      if (present > 0) return;
      subscription?.stop();
      subscription = undefined;
    },
  };
}
