import type { Client } from '@livechat/client/client';
import type { ConversationRef } from '@livechat/client/local-message';
import type { OpenConversation } from '@livechat/client/open-conversation';
import type { Role } from '@livechat/contracts/actor';

/** So many conversations that were left stay at hand, so that coming back shows them at once. */
const kept = 10;

export interface OpenConversations {
  /** The conversation, opened if it is not at hand. */
  open(conversation: ConversationRef): OpenConversation;
  close(): void;
}

export function createOpenConversations(client: Pick<Client<Role>, 'openConversation'>): OpenConversations {
  const held = new Map<ConversationRef, OpenConversation>();
  return {
    open(ref) {
      const found = held.get(ref) ?? client.openConversation(ref);
      // The newest is the last.
      held.delete(ref);
      held.set(ref, found);
      for (const [oldest, conversation] of held) {
        if (held.size <= kept) break;
        held.delete(oldest);
        conversation.close();
      }
      return found;
    },
    close() {
      for (const conversation of held.values()) conversation.close();
      held.clear();
    },
  };
}
