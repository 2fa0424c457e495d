import type { ChatItem } from '@livechat/client/conversation-view';
import type { Message } from '@livechat/contracts/chat/message';

/** What the store says is unread: so many of the answers up to this seq, and they are the last of them. */
export interface Unread {
  lastSeq: number;
  count: number;
  /** Up to here this device has reported what was read: the store's count may be from before. */
  reportedUpTo: number;
}

/** What support wrote, of what is held; what the system notes never counts as unread. */
export function answersIn(items: readonly ChatItem[]): Message[] {
  return items.flatMap((item) =>
    item.kind === 'stored' && item.message.senderType === 'admin' && item.message.messageType !== 'system'
      ? [item.message]
      : [],
  );
}

/**
 * The seq of the first unread answer, undefined when there is none; what came after the store's word counts too. While it
 * is older than what is held `isHeld` is false, and the seq that of the first that is.
 */
export function firstUnread(
  answers: readonly Message[],
  { lastSeq, count, reportedUpTo }: Unread,
): { seq: number | undefined; isHeld: boolean } {
  const told = answers.filter(({ seq }) => seq <= lastSeq);
  const first = count > 0 ? (told.at(-count) ?? told[0]) : undefined;
  // One that was reported is held, so those that are left do not begin above what is held.
  if (first && first.seq <= reportedUpTo) {
    const left = answers.find(({ seq, status }) => seq > reportedUpTo && status !== 'read');
    return { seq: left?.seq, isHeld: true };
  }
  const later = answers.find(({ seq, status }) => seq > Math.max(lastSeq, reportedUpTo) && status !== 'read');
  return { seq: (first ?? later)?.seq, isHeld: count <= told.length };
}
