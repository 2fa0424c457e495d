import type { ConversationRef } from '@livechat/client/local-message';
import { useEffect, useRef, useState } from 'react';
import { useMobile } from '../../mobile/context.ts';

export interface Draft {
  /** What stands in the box. */
  text: string;
  /** Written by the person: it is kept, unless the box is lent. */
  write(text: string): void;
  /** In the box for now, as a message is that is changed; `back` brings what was begun before. */
  lend(text: string): void;
  back(): void;
}

/** What is written in the box of one conversation. */
export function useDraft(ref: ConversationRef, id: number | undefined): Draft {
  const { drafts } = useMobile();
  const [text, setText] = useState(() => drafts.read(ref));
  const isLent = useRef(false);
  const of = id ?? ref;
  useEffect(() => {
    // Begun under its name, it goes where it is found under its id.
    drafts.read(ref);
    return drafts.watch(of, () => {
      if (!isLent.current) setText(drafts.read(of));
    });
  }, [drafts, ref, of]);

  return {
    text,
    write(next) {
      setText(next);
      if (!isLent.current) drafts.write(ref, next);
    },
    lend(next) {
      isLent.current = true;
      setText(next);
    },
    back() {
      isLent.current = false;
      setText(drafts.read(ref));
    },
  };
}
