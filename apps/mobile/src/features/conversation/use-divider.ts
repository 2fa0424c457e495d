import type { ConversationSnapshot } from '@livechat/client/open-conversation';
import { useRef } from 'react';

/** Where the unread began when the conversation was opened: the seq stays until it is left. */
export function useDivider({ conversation, items, status }: ConversationSnapshot): number | undefined {
  const found = useRef<{ seq: number | undefined }>(undefined);
  if (!found.current && conversation && status === 'ready') {
    const theirs = items.flatMap((item) =>
      item.kind === 'stored' && item.message.senderType === 'admin' && item.message.messageType !== 'system'
        ? [item.message.seq]
        : [],
    );
    const { userUnreadCount } = conversation;
    // With more of them than are loaded it begins with the first that is.
    found.current = { seq: userUnreadCount > 0 ? (theirs.at(-userUnreadCount) ?? theirs[0]) : undefined };
  }
  return found.current?.seq;
}
