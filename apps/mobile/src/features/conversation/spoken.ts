import type { ChatItem } from '@livechat/client/conversation-view';
import { shownName, shownText } from '@livechat/ui/shown-text';

/** Of more that come at once the last are read aloud: nobody wants to hear a whole night. */
const mostAtOnce = 5;

export interface Spoken {
  seq: number;
  text: string;
}

export function lastSeqIn(items: readonly ChatItem[]): number {
  return items.reduce((last, item) => (item.kind === 'stored' ? Math.max(last, item.message.seq) : last), 0);
}

/** The answers that came after this seq, wherever they stand: an own message that waits may be below them. */
export function spokenAfter(items: readonly ChatItem[], seq: number): Spoken[] {
  return items
    .flatMap((item) =>
      item.kind === 'stored' && item.message.seq > seq && item.message.senderType === 'admin'
        ? [
            {
              seq: item.message.seq,
              text: `${shownName(item.message.senderName ?? '')}: ${shownText(item.message.message)}`,
            },
          ]
        : [],
    )
    .slice(-mostAtOnce);
}
