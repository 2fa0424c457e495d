import type { Bus } from '@livechat/bus/connect';
import type { Conversation } from '@livechat/contracts/chat/conversation';
import { conversationCreated, conversationUpdated } from '@livechat/contracts/chat/events';
import { personRoom, staffRoom } from './rooms.ts';
import type { ChatServer } from './server.ts';

/**
 * Tells a conversation's user, on all their devices, and all staff that it was opened or changed. Every instance hears
 * of every conversation here, which is bearable: conversations open and change far less often than messages are written.
 */
export function startConversationNotices(io: ChatServer, bus: Bus): void {
  const tell = (name: 'conversation-created' | 'conversation-updated') => (event: { conversation: Conversation }) => {
    io.local.to([staffRoom, personRoom('user', event.conversation.userId)]).emit(name, event);
  };
  bus.subscribeEvent(conversationCreated, '*', tell('conversation-created'));
  bus.subscribeEvent(conversationUpdated, '*', tell('conversation-updated'));
}
