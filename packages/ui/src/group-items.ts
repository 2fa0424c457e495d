import type { ChatItem } from '@livechat/client/conversation-view';

const togetherMs = 5 * 60_000;

/** A line of the list: what is drawn above an item belongs to it. */
export interface Line {
  item: ChatItem;
  /** The first of its day, in the time zone of who looks. */
  startsDay: boolean;
  /** Another sender than before, or five minutes later: shown with name and time. */
  startsGroup: boolean;
  endsGroup: boolean;
}

/** Items of one sender on one day, less than five minutes apart, belong together. */
export function groupItems(items: readonly ChatItem[]): Line[] {
  const lines: Line[] = items.map((item, index) => {
    const before = items[index - 1];
    const startsDay = before === undefined || dayOf(before) !== dayOf(item);
    const startsGroup = startsDay || before === undefined || !belongsTo(before, item);
    return { item, startsDay, startsGroup, endsGroup: true };
  });
  return lines.map((line, index) => ({ ...line, endsGroup: lines[index + 1]?.startsGroup ?? true }));
}

export function timeOf(item: ChatItem): string {
  return item.kind === 'stored' ? item.message.createdAt : item.local.queuedAt;
}

function belongsTo(before: ChatItem, item: ChatItem): boolean {
  if (before.kind === 'local' && before.local.state === 'refused') return false;
  return senderOf(before) === senderOf(item) && Date.parse(timeOf(item)) - Date.parse(timeOf(before)) < togetherMs;
}

/** What is not stored yet is one's own, and its sender is not known by id. */
function senderOf(item: ChatItem): string {
  if (item.kind === 'local') return 'own';
  const { messageType, senderType, senderId } = item.message;
  return messageType === 'system' ? `system:${item.message.id}` : `${senderType}:${senderId}`;
}

function dayOf(item: ChatItem): string {
  return new Date(timeOf(item)).toDateString();
}
