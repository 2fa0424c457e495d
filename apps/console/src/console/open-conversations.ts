import type { OpenConversation } from '@livechat/client/open-conversation';
import type { StaffClient } from '@livechat/client/staff-client';

/** So many conversations that were left stay at hand, so that coming back shows them at once. */
const kept = 10;

export interface OpenConversations {
  /** The conversation, opened if it is not at hand. */
  open(id: number): OpenConversation;
  close(): void;
}

export function createOpenConversations(client: StaffClient): OpenConversations {
  const held = new Map<number, OpenConversation>();
  return {
    open(id) {
      const found = held.get(id) ?? client.openConversation(id);
      // The newest is the last.
      held.delete(id);
      held.set(id, found);
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
