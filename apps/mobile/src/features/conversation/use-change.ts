import type { CallFailure, Refusal } from '@livechat/client/answer';
import type { OpenConversation } from '@livechat/client/open-conversation';
import { useState } from 'react';
import { useMobile } from '../../mobile/context.ts';
import { subjectMaxLength } from '../../mobile/subject.ts';
import type { Answering } from './composer.tsx';

export interface Change {
  /** Of a conversation that is not opened yet; undefined where there is none to change. */
  subject: string | undefined;
  setSubject(subject: string): void;
  isSubjectFine: boolean;
  save(text: string): Promise<{ ok: true } | CallFailure>;
}

const tooLate: Refusal = { ok: false, kind: 'refused', code: 'CONFLICT', detail: '' };

/** What is changed in the box: a message that is stored, or one that waits to be sent. */
export function useChange(open: OpenConversation, answering: Answering): Change | undefined {
  const { client } = useMobile();
  const waiting = answering && 'rewriting' in answering ? answering.rewriting : undefined;
  const stored = answering && 'editing' in answering ? answering.editing : undefined;
  const [written, setWritten] = useState<{ of: string; subject: string }>();
  if (!waiting && !stored) return undefined;
  const subject = written && written.of === waiting?.clientMessageId ? written.subject : waiting?.subject;
  const trimmed = subject?.trim();
  return {
    subject,
    setSubject: (next) => setWritten(waiting && { of: waiting.clientMessageId, subject: next }),
    isSubjectFine: trimmed === undefined || (trimmed !== '' && [...trimmed].length <= subjectMaxLength),
    async save(message) {
      if (waiting && (await client.outbox.edit(waiting.clientMessageId, message, trimmed))) return { ok: true };
      // It was sent while it was being changed: then it is changed where it is stored.
      const item = waiting && open.getSnapshot().items.find(({ key }) => key === waiting.clientMessageId);
      const sent = item?.kind === 'stored' ? item.message : stored;
      if (!sent) return tooLate;
      return client.calls.editMessage({ conversationId: sent.conversationId, messageId: sent.id, message });
    },
  };
}
