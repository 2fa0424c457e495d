import type { OpenConversation } from '@livechat/client/open-conversation';
import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import { ActionIcon, Button, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconX } from '@tabler/icons-react';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';
import { failureText } from '../../console/failure-text.ts';
import { useChange } from '../../console/use-change.tsx';
import { useObservable } from '../../console/use-observable.ts';
import type { Drafts } from './draft-store.ts';

/** Above this share of the limit it is counted. */
const countedFrom = 0.8;

export type Answering = { replyTo: Message } | { editing: Message } | undefined;

interface Props {
  open: OpenConversation;
  conversation: Conversation;
  /** The last message on the screen: what is written is based on it. */
  lastSeq: number;
  drafts: Drafts;
  text: string;
  onText: (text: string) => void;
  answering: Answering;
  onDone: () => void;
  box: RefObject<HTMLTextAreaElement | null>;
}

export function Composer({ open, conversation, lastSeq, drafts, text, onText, answering, onDone, box }: Props) {
  const { t } = useTranslation('conversation');
  const { client, company, settings, principal } = useConsole();
  const { enterSends } = useObservable(settings);
  const change = useChange();
  const [busy, setBusy] = useState(false);
  const limit = company.limits.messageMaxLength;
  const length = [...text].length;
  const isTooLong = length > limit;
  const canSend = text.trim() !== '' && !isTooLong && !busy;

  const write = (next: string) => {
    onText(next);
    if (answering && 'editing' in answering) return;
    drafts.write(conversation.id, next);
    if (next === '') open.stopTyping();
    else open.typing();
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
    open.send(text, { basedOnSeq: lastSeq, ...(answering && { replyToId: answering.replyTo.id }) });
    write('');
    onDone();
  };

  const onKey = (event: KeyboardEvent) => {
    // Enter that ends the writing of a character is not for sending.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    const sends = enterSends ? !event.shiftKey : event.ctrlKey || event.metaKey;
    if (!sends) return;
    event.preventDefault();
    send();
  };

  if (conversation.status === 'closed') {
    return (
      <div className="composer composer-strip">
        <span>{t('closed')}</span>
        <Button size="compact-sm" variant="default" onClick={() => change([conversation], { status: 'open' })}>
          {t('reopen')}
        </Button>
      </div>
    );
  }
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {conversation.adminId !== principal.id && (
        <div className="composer-strip">
          <span>{t('notYours')}</span>
          <Button size="compact-sm" variant="default" onClick={() => change([conversation], { adminId: principal.id })}>
            {t('assignToMe')}
          </Button>
        </div>
      )}
      {answering && (
        <div className="composer-strip">
          <span className="clipped" dir="auto">
            {'editing' in answering ? t('editing') : t('replyingTo', { text: answering.replyTo.message.slice(0, 80) })}
          </span>
          <ActionIcon variant="subtle" color="gray" aria-label={t('cancel')} onClick={onDone}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </div>
      )}
      <div className="composer-row">
        <Textarea
          ref={box}
          className="composer-text"
          aria-label={t('writeMessage')}
          placeholder={enterSends ? t('placeholderEnter') : t('placeholder')}
          autosize
          minRows={1}
          maxRows={8}
          dir="auto"
          value={text}
          error={isTooLong && t('tooLong')}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={onKey}
        />
        <Button type="submit" disabled={!canSend} loading={busy}>
          {answering && 'editing' in answering ? t('save') : t('send')}
        </Button>
      </div>
      {length > limit * countedFrom && (
        <p className="composer-count" data-over={isTooLong || undefined} role="status">
          {t('counter', { length, limit })}
        </p>
      )}
    </form>
  );
}
