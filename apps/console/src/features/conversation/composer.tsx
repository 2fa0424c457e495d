import type { Refusal } from '@livechat/client/answer';
import type { OpenConversation } from '@livechat/client/open-conversation';
import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import type { Drafts } from '@livechat/ui/draft-store';
import { failureText } from '@livechat/ui/failure-text';
import { useObservable } from '@livechat/ui/use-observable';
import { ActionIcon, Button, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconX } from '@tabler/icons-react';
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';
import { useChange } from '../../console/use-change.tsx';

/** A script that measures the box lays the page out several times; where the browser can do it, it does. */
const sizesItself = CSS.supports('field-sizing', 'content');
/** Above this share of the limit it is counted. */
const countedFrom = 0.8;

export type Answering = { replyTo: Message } | { editing: Message } | undefined;

interface Props {
  open: OpenConversation;
  conversation: Conversation;
  /** Before its messages are on the screen nothing can be said to them. */
  isLoaded: boolean;
  /** The last message that was on the screen: what is written is based on it. */
  seenSeq: RefObject<number>;
  drafts: Drafts;
  text: string;
  /** Why this very text was not taken. */
  refusal: Refusal | undefined;
  onText: (text: string) => void;
  answering: Answering;
  onDone: () => void;
  box: RefObject<HTMLTextAreaElement | null>;
}

export function Composer({
  open,
  conversation,
  isLoaded,
  seenSeq,
  drafts,
  text,
  refusal,
  onText,
  answering,
  onDone,
  box,
}: Props) {
  const { t } = useTranslation('conversation');
  const { client, company, settings, principal } = useConsole();
  const { enterSends } = useObservable(settings);
  const change = useChange();
  const [busy, setBusy] = useState(false);
  const limit = company.limits.messageMaxLength;
  const length = [...text].length;
  const isTooLong = length > limit;
  const isClosed = conversation.status === 'closed';
  const canSend = text.trim() !== '' && !isTooLong && !busy && !isClosed && isLoaded;
  const [hasFocus, setFocus] = useState(false);

  // Who reopens it here wants to write, and the button that did it has gone.
  const reopens = useRef(false);
  useEffect(() => {
    if (isClosed || !reopens.current) return;
    reopens.current = false;
    box.current?.focus();
  }, [isClosed, box]);

  const write = (next: string) => {
    onText(next);
    if (answering && 'editing' in answering) return;
    drafts.write(conversation.id, next);
    if (next === '') open.stopTyping();
    else if (!isClosed) open.typing();
  };

  const send = async () => {
    if (!canSend) return;
    if (answering && 'editing' in answering) {
      setBusy(true);
      const { conversationId, id: messageId } = answering.editing;
      const answer = await client.calls.editMessage({ conversationId, messageId, message: text });
      setBusy(false);
      // The text stays in its box, with the reason.
      if (!answer.ok) return void notifications.show({ color: 'red', message: failureText(t, answer) });
      onText(drafts.read(conversation.id));
      return onDone();
    }
    open.send(text, { basedOnSeq: seenSeq.current, ...(answering && { replyToId: answering.replyTo.id }) });
    write('');
    onDone();
    // The button that sends has nothing to send now, and cannot hold the focus.
    box.current?.focus();
  };

  const cancel = () => {
    if (busy) return;
    onDone();
    box.current?.focus();
  };

  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) {
      // Out of the box, to where single keys are shortcuts; what is written stays.
      if (answering) cancel();
      else document.getElementById('conversation')?.focus();
    }
    // Enter that ends the writing of a character is not for sending.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    const sends = enterSends ? !event.shiftKey : event.ctrlKey || event.metaKey;
    if (!sends) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {isClosed && (
        <div className="composer-strip">
          <span>{t('closed')}</span>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              reopens.current = true;
              change([conversation], { status: 'open' });
            }}
          >
            {t('reopen')}
          </Button>
        </div>
      )}
      {!isClosed && conversation.adminId !== principal.id && (
        <div className="composer-strip">
          <span>{t('notYours')}</span>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              change([conversation], { adminId: principal.id });
              box.current?.focus();
            }}
          >
            {t('assignToMe')}
          </Button>
        </div>
      )}
      {answering && (
        <div className="composer-strip">
          <span className="clipped" dir="auto">
            {'editing' in answering ? t('editing') : t('replyingTo', { text: answering.replyTo.message.slice(0, 80) })}
          </span>
          <ActionIcon variant="subtle" color="gray" aria-label={t('cancel')} onClick={cancel}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </div>
      )}
      {/* A colleague may close it under one's hands: what is being written, and the keys for it, keep their box. */}
      {(!isClosed || hasFocus || text !== '') && (
        <div className="composer-row">
          <Textarea
            ref={box}
            className="composer-text"
            aria-label={t('writeMessage')}
            placeholder={enterSends ? t('placeholderEnter') : t('placeholder')}
            autosize={!sizesItself}
            rows={1}
            minRows={1}
            maxRows={8}
            // What stands there while it is empty is in the language of the page.
            dir={text === '' ? undefined : 'auto'}
            value={text}
            // What is being saved is this text and no other.
            readOnly={busy}
            error={isTooLong ? t('tooLong') : refusal && <Reasons refusal={refusal} />}
            onChange={(event) => write(event.currentTarget.value)}
            onKeyDown={onKey}
            onFocus={() => setFocus(true)}
            onBlur={() => setFocus(false)}
          />
          <Button type="submit" disabled={!canSend} loading={busy}>
            {answering && 'editing' in answering ? t('save') : t('send')}
          </Button>
        </div>
      )}
      {length > limit * countedFrom && (
        <p className="composer-count" data-over={isTooLong || undefined} role="status">
          {t('counter', { length, limit })}
        </p>
      )}
    </form>
  );
}

function Reasons({ refusal }: { refusal: Refusal }) {
  const { t } = useTranslation('conversation');
  const reasons = refusal.errors?.map(({ message }) => message) ?? [];
  return (
    <>
      {t('notSent')} {failureText(t, refusal)} {reasons.join(' · ')}
    </>
  );
}
