import type { Refusal } from '@livechat/client/answer';
import type { ChatItem } from '@livechat/client/conversation-view';
import type { LocalMessage } from '@livechat/client/local-message';
import type { Outbox } from '@livechat/client/outbox';
import type { ErrorCode } from '@livechat/contracts/errors';
import { useEffect, useRef, useState } from 'react';
import type { Answering } from './composer.tsx';

/** Another text may be taken: it belongs back where it was written. */
const aboutTheText: readonly ErrorCode[] = ['VALIDATION_FAILED', 'MESSAGE_REJECTED', 'PAYLOAD_TOO_LARGE'];

/**
 * A message that was refused for its text goes back into the box, if that is empty; else it stays in the list with its
 * own ways out. Gives the reason for as long as the text stands as it was refused.
 */
export function useRefusedInBox(
  items: readonly ChatItem[],
  text: string,
  answering: Answering,
  outbox: Outbox,
  putBack: (local: LocalMessage) => void,
): Refusal | undefined {
  const [refused, setRefused] = useState<{ text: string; refusal: Refusal }>();
  const newest = useRef(putBack);
  newest.current = putBack;
  const isTaking = useRef(false);
  const isFree = text.trim() === '' && answering === undefined;
  useEffect(() => {
    if (!isFree || isTaking.current) return;
    const takeBack = async () => {
      for (const item of items) {
        if (item.kind !== 'local' || item.local.state !== 'refused') continue;
        const { refusal, message, clientMessageId } = item.local;
        if (!refusal || !aboutTheText.includes(refusal.code)) continue;
        // Sent again meanwhile, from another tab for one.
        if (!(await outbox.discard(clientMessageId))) continue;
        setRefused({ text: message, refusal });
        newest.current(item.local);
        return;
      }
    };
    isTaking.current = true;
    takeBack().finally(() => {
      isTaking.current = false;
    });
  }, [items, isFree, outbox]);
  return refused && refused.text === text ? refused.refusal : undefined;
}
