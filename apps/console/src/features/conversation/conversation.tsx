import './conversation.css';
import { draftStore } from '@livechat/ui/draft-store';
import { shownName } from '@livechat/ui/shown-text';
import { useObservable } from '@livechat/ui/use-observable';
import { ActionIcon, Text } from '@mantine/core';
import { IconArrowLeft, IconLayoutSidebarRight } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../console/actions.ts';
import { useConsole } from '../../console/context.ts';
import { shownOf } from '../../console/manage.ts';
import { ErrorState } from '../../ui/state-of-screen.tsx';
import { type Answering, Composer } from './composer.tsx';
import type { MessageActions } from './message-line.tsx';
import { MessageList } from './message-list.tsx';
import { OthersHere } from './others-here.tsx';
import { useRefusedInBox } from './use-refused-in-box.ts';

export function Conversation({ conversationId, management }: { conversationId: number; management: ReactNode }) {
  const { t } = useTranslation('conversation');
  const { client, conversations, manage, principal, actions: registry } = useConsole();
  const navigate = useNavigate();
  const open = useMemo(() => conversations.open(conversationId), [conversations, conversationId]);
  const snapshot = useObservable(open);
  const pending = useObservable(manage.pending);
  const drafts = useMemo(() => draftStore(localStorage, `console/${principal.id}`), [principal.id]);
  const [text, setText] = useState(() => drafts.read(conversationId));
  const [answering, setAnsweringNow] = useState<Answering>();
  const setAnswering = useCallback(
    (next: Answering) => {
      drafts.writeReply(conversationId, next && 'replyTo' in next ? next.replyTo.id : undefined);
      setAnsweringNow(next);
    },
    [drafts, conversationId],
  );
  const box = useRef<HTMLTextAreaElement>(null);
  const seenSeq = useRef(0);
  const { conversation, items, status, failure } = snapshot;
  const stored = useMemo(() => items.flatMap((item) => (item.kind === 'stored' ? [item.message] : [])), [items]);
  const now = useRef({ text, answering, stored });
  now.current = { text, answering, stored };
  const customer = stored.findLast(({ senderType }) => senderType === 'user')?.senderName;

  useEffect(() => {
    open.resume();
    return () => open.pause();
  }, [open]);
  // A draft that was a reply is one again, once the message that it answers is there.
  const hasMessages = stored.length > 0;
  useEffect(() => {
    const replyTo = now.current.stored.find(({ id }) => id === drafts.readReply(conversationId));
    if (hasMessages && replyTo) setAnsweringNow((before) => before ?? { replyTo });
  }, [hasMessages, drafts, conversationId]);
  const refusal = useRefusedInBox(items, text, answering, client.outbox, (local) => {
    // Something was begun while it was taken back.
    if (now.current.text.trim() !== '' || now.current.answering) return actions.draft(local);
    setText(local.message);
    drafts.write(conversationId, local.message);
    const replyTo = stored.find(({ id }) => id === local.replyToId);
    setAnswering(replyTo && { replyTo });
  });
  const writing = {
    id: 'conversation.reply',
    section: 'conversation' as const,
    label: t('writeMessage'),
    run() {
      if (box.current) box.current.focus();
      else wantsToWrite.current = true;
    },
  };
  useAction(registry, status === 'refused' ? undefined : writing);
  // Asked for before there was a box: the letters that follow must not go anywhere else.
  const wantsToWrite = useRef(false);
  const isKnown = conversation !== undefined;
  useEffect(() => {
    if (isKnown && wantsToWrite.current) box.current?.focus();
    wantsToWrite.current = false;
  }, [isKnown]);

  const actions = useMemo<Omit<MessageActions, 'jump'>>(() => {
    // Not at once: a menu that closes would give the focus back to its button.
    const focusBox = () => requestAnimationFrame(() => box.current?.focus());
    return {
      reply(message) {
        // What was being edited is not the reply.
        if (isEditing(now.current.answering)) setText(drafts.read(conversationId));
        setAnswering({ replyTo: message });
        focusBox();
      },
      edit(message) {
        setAnswering({ editing: message });
        setText(message.message);
        focusBox();
      },
      draft({ message: refused, replyToId }) {
        const editing = isEditing(now.current.answering);
        const before = editing ? drafts.read(conversationId) : now.current.text;
        const next = before.trim() === '' ? refused : `${refused}\n${before}`;
        const replyTo = now.current.stored.find(({ id }) => id === replyToId);
        if (editing || replyTo) setAnswering(replyTo && { replyTo });
        drafts.write(conversationId, next);
        setText(next);
        focusBox();
      },
      write: focusBox,
    };
  }, [drafts, conversationId, setAnswering]);

  if (status === 'refused')
    return <ErrorState title={t(`refused.${failure?.code}`, { defaultValue: t('notHere') })} onRetry={open.check} />;
  const go = (search: { panel?: true | undefined }, toList = false) =>
    navigate({
      to: toList ? '/' : '/conversations/$conversationId',
      params: { conversationId },
      search: (before) => ({ ...before, panel: undefined, ...search }),
    });
  return (
    <>
      <header className="conversation-header">
        <ActionIcon
          className="narrow-only"
          variant="subtle"
          color="gray"
          aria-label={t('toList')}
          onClick={() => go({}, true)}
        >
          <IconArrowLeft className="flips" size={20} aria-hidden />
        </ActionIcon>
        <div className="conversation-title">
          <Text fw={600} truncate component="h1" dir="auto">
            {conversation ? shownName(conversation.subject) : '…'}
          </Text>
          <Text size="xs" c="dimmed" truncate dir="auto">
            {shownName(customer ?? '')}
          </Text>
        </div>
        <OthersHere snapshot={snapshot} />
        {management}
        <ActionIcon
          className="narrow-only"
          variant="subtle"
          color="gray"
          aria-label={t('details')}
          onClick={() => go({ panel: true })}
        >
          <IconLayoutSidebarRight className="flips" size={20} aria-hidden />
        </ActionIcon>
      </header>
      <MessageList
        open={open}
        snapshot={snapshot}
        actions={actions}
        onSeen={(seq) => {
          seenSeq.current = Math.max(seenSeq.current, seq);
        }}
      />
      <p className="typing-line" aria-live="polite">
        {snapshot.typing
          .filter(({ userType }) => userType === 'user')
          .map(({ displayName }) => t('typing', { name: displayName }))
          .join(' ')}
      </p>
      {conversation && (
        <Composer
          open={open}
          conversation={shownOf(conversation, pending)}
          isLoaded={status === 'ready'}
          seenSeq={seenSeq}
          drafts={drafts}
          text={text}
          refusal={refusal}
          onText={setText}
          answering={answering}
          onDone={() => {
            if (isEditing(answering)) setText(drafts.read(conversationId));
            setAnswering(undefined);
          }}
          box={box}
        />
      )}
    </>
  );
}

const isEditing = (answering: Answering) => answering !== undefined && 'editing' in answering;
