import type { Role } from '@livechat/contracts/actor';
import { messageFor } from '@livechat/contracts/chat/message';
import type { FeedItem } from './feed-item.ts';
import type { ChatServer, ChatSocket } from './server.ts';

/** Tells a room, or one socket, of something that happened; users are told less of a message than staff. */
export function emitItem(
  to: Pick<ChatSocket, 'emit'> | ReturnType<ChatServer['local']['to']>,
  role: Role,
  item: FeedItem,
): void {
  switch (item.kind) {
    case 'created':
    case 'edited': {
      const { conversationId } = item.message;
      const payload = { conversationId, message: messageFor(role, item.message) };
      to.emit(item.kind === 'created' ? 'new-chat-message' : 'message-updated', payload);
      break;
    }
    case 'read':
      to.emit('messages-read', item.mark);
      break;
    case 'delivered':
      to.emit('messages-delivered', item.mark);
  }
}
