import './conversation.css';
import { ActionIcon, Text } from '@mantine/core';
import { IconArrowLeft, IconLayoutSidebarRight } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../console/actions.ts';
import { useConsole } from '../../console/context.ts';
import { shownOf } from '../../console/manage.ts';
import { useObservable } from '../../console/use-observable.ts';
import { ErrorState } from '../../ui/state-of-screen.tsx';
import { type Answering, Composer } from './composer.tsx';
import { draftStore } from './draft-store.ts';
import type { MessageActions } from './message-line.tsx';
import { MessageList } from './message-list.tsx';
import { OthersHere } from './others-here.tsx';

export function Conversation({ conversationId, management }: { conversationId: number; management: ReactNode }) {
  const { t } = useTranslation('conversation');
  const { conversations, manage, principal, actions: registry } = useConsole();
  const navigate = useNavigate();
  const open = useMemo(() => conversations.open(conversationId), [conversations, conversationId]);
  const snapshot = useObservable(open);
  const pending = useObservable(manage.pending);
  const drafts = useMemo(() => draftStore(localStorage, principal.id), [principal.id]);
  const [text, setText] = useState(() => drafts.read(conversationId));
  const [answering, setAnswering] = useState<Answering>();
  const box = useRef<HTMLTextAreaElement>(null);
  const { conversation, items, status, failure } = snapshot;
  const stored = items.flatMap((item) => (item.kind === 'stored' ? [item.message] : []));
  const customer = stored.findLast(({ senderType }) => senderType === 'user')?.senderName;

  useEffect(() => {
    open.resume();
    return () => open.pause();
  }, [open]);
  useAction(registry, {
    id: 'conversation.reply',
    section: 'conversation',
    label: t('writeMessage'),
    run: () => box.current?.focus(),
  });

  const actions = useMemo<MessageActions>(
    () => ({
      reply(message) {
        setAnswering({ replyTo: message });
        box.current?.focus();
      },
      edit(message) {
        setAnswering({ editing: message });
        setText(message.message);
        box.current?.focus();
      },
      draft(refused) {
        setText((before) => (before.trim() === '' ? refused : `${refused}\n${before}`));
        box.current?.focus();
      },
      jump(messageId) {
        const line = document.getElementById(`message-${messageId}`);
        line?.scrollIntoView({ block: 'center' });
        line?.setAttribute('data-jumped', '');
        setTimeout(() => line?.removeAttribute('data-jumped'), 1_500);
      },
    }),
    [],
  );

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
            {conversation?.subject ?? '…'}
          </Text>
          <Text size="xs" c="dimmed" truncate dir="auto">
            {customer}
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
      <MessageList open={open} snapshot={snapshot} actions={actions} />
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
          lastSeq={Math.max(0, ...stored.map(({ seq }) => seq))}
          drafts={drafts}
          text={text}
          onText={setText}
          answering={answering}
          onDone={() => {
            if (answering && 'editing' in answering) setText(drafts.read(conversationId));
            setAnswering(undefined);
          }}
          box={box}
        />
      )}
    </>
  );
}
