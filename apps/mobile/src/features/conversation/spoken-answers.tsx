import type { ConversationSnapshot } from '@livechat/client/open-conversation';
import { useEffect, useRef, useState } from 'react';
import { lastSeqIn, type Spoken, spokenAfter } from './spoken.ts';

/** Reads aloud what support answers while the conversation is on the screen. */
export function SpokenAnswers({ items, status }: Pick<ConversationSnapshot, 'items' | 'status'>) {
  const [spoken, setSpoken] = useState<readonly Spoken[]>([]);
  /** What stood there when it was opened is read in the list. */
  const spokenTo = useRef<number>(undefined);
  useEffect(() => {
    if (status !== 'ready' || items.length === 0) return;
    const before = spokenTo.current;
    const last = lastSeqIn(items);
    spokenTo.current = Math.max(before ?? 0, last);
    if (before === undefined || last <= before) return;
    const next = spokenAfter(items, before);
    if (next.length > 0) setSpoken(next);
  }, [items, status]);
  // One element for each: what is added is spoken, also when it is the same word again.
  return (
    <div className="visually-hidden" aria-live="polite">
      {spoken.map(({ seq, text }) => (
        <p key={seq}>{text}</p>
      ))}
    </div>
  );
}
