import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import type { CallFailure } from './answer.ts';

/** The REST calls of either role that a feed needs. */
export interface FeedCalls {
  listMessages(input: {
    conversationId: number;
    before?: number;
    after?: number;
    limit: number;
  }): Promise<{ ok: true; value: { messages: Message[]; hasMore: boolean } } | CallFailure>;
  getConversation(input: {
    conversationId: number;
  }): Promise<{ ok: true; value: { conversation: Conversation } } | CallFailure>;
}
