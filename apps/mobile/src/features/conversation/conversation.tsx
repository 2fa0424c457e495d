import './conversation.css';
import type { ConversationRef, LocalMessage } from '@livechat/client/local-message';
import type { ConversationSnapshot } from '@livechat/client/open-conversation';
import type { Message } from '@livechat/contracts/chat/message';
import { failureText } from '@livechat/ui/failure-text';
import { shownName } from '@livechat/ui/shown-text';
import { useObservable } from '@livechat/ui/use-observable';
import { IconDotsVertical } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useMobile } from '../../mobile/context.ts';
import { NotKept } from '../../ui/not-kept.tsx';
import { Screen } from '../../ui/screen.tsx';
import { StateOfScreen } from '../../ui/state-of-screen.tsx';
import { type Answering, Composer } from './composer.tsx';
import { ConversationSheet } from './conversation-sheet.tsx';
import { MessageList } from './message-list.tsx';
import { useDraft } from './use-draft.ts';

/** One conversation; by its name while it is still to be opened. */
export function Conversation({ conversation: ref }: { conversation: ConversationRef }) {
  const { t } = useTranslation('conversation');
  const { conversations, list } = useMobile();
  const open = useMemo(() => conversations.open(ref), [conversations, ref]);
  const snapshot = useObservable(open);
  const rows = useObservable(list);
  const draft = useDraft(ref, snapshot.id);
  const [answering, setAnswering] = useState<Answering>();
  const [sentKey, setSentKey] = useState<string>();
  const [isSheetOpen, setSheetOpen] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const { conversation, items, status, failure } = snapshot;

  useEffect(() => {
    open.resume();
    return () => open.pause();
  }, [open]);
  // What its row says is shown while the conversation is read.
  const row = rows.conversations.find((one) => one.id === ref);
  useEffect(() => {
    if (row) open.know(row);
  }, [row, open]);
  const isGone = useIsGone(snapshot);

  if (status === 'refused' || isGone)
    return (
      <Screen title={t('conversation')} back="/">
        <main className="conversation">
          <StateOfScreen title={failure && failure.code !== 'NOT_FOUND' ? failureText(t, failure) : t('notHere')}>
            <button type="button" className="button" onClick={open.check}>
              {t('retry')}
            </button>
            <Link href="/" className="button">
              {t('toList')}
            </Link>
          </StateOfScreen>
        </main>
      </Screen>
    );

  const answer = (next: Answering) => {
    setAnswering(next);
    focusSoon(box.current);
  };
  const subject = conversation?.subject ?? localOf(items)?.subject;
  return (
    <Screen
      title={subject === undefined ? '…' : shownName(subject)}
      note={<Note snapshot={snapshot} />}
      back="/"
      actions={
        conversation && (
          <button
            type="button"
            className="icon-button"
            aria-label={t('more')}
            aria-haspopup="dialog"
            onClick={() => setSheetOpen(true)}
          >
            <IconDotsVertical size={24} aria-hidden />
          </button>
        )
      }
    >
      <main className="conversation">
        <MessageList
          open={open}
          snapshot={snapshot}
          sentKey={sentKey}
          onReply={(message: Message) => {
            draft.back();
            answer({ replyTo: message });
          }}
          onEdit={(message: Message) => {
            draft.lend(message.message);
            answer({ editing: message });
          }}
          onRewrite={(local: LocalMessage) => {
            draft.lend(local.message);
            answer({ rewriting: local });
          }}
        />
        {conversation?.status === 'closed' && (
          <p className="note closed-note" role="status">
            {t('closedHint')}
          </p>
        )}
        <NotKept />
        <Composer
          open={open}
          text={draft.text}
          onText={draft.write}
          onSent={({ clientMessageId }) => setSentKey(clientMessageId)}
          answering={answering}
          onDone={() => {
            draft.back();
            setAnswering(undefined);
          }}
          box={box}
        />
      </main>
      {isSheetOpen && conversation && (
        <ConversationSheet conversation={conversation} open={open} onClose={() => setSheetOpen(false)} />
      )}
    </Screen>
  );
}

/** After the sheet that it was chosen in has given the focus back. */
function focusSoon(box: HTMLTextAreaElement | null): void {
  setTimeout(() => box?.focus());
}

function localOf(items: ConversationSnapshot['items']): LocalMessage | undefined {
  for (const item of items)
    if (item.kind === 'local' && item.local.subject !== undefined) return item.local as LocalMessage;
  return undefined;
}

const goneAfterMs = 1_000;

/** A name that stands for nothing: it was discarded, or belongs to another device. The device is asked first. */
function useIsGone({ id, items }: ConversationSnapshot): boolean {
  const [isGone, setGone] = useState(false);
  const isUnknown = id === undefined && items.length === 0;
  useEffect(() => {
    setGone(false);
    if (!isUnknown) return;
    const timer = setTimeout(setGone, goneAfterMs, true);
    return () => clearTimeout(timer);
  }, [isUnknown]);
  return isGone;
}

/** Who is writing, or else whether somebody of support is there, and what to expect when nobody is. */
function Note({ snapshot }: { snapshot: ConversationSnapshot }) {
  const { t } = useTranslation('conversation');
  const { presence } = useMobile().client;
  const isSupportThere = useObservable(presence.support);
  const [writer] = snapshot.typing.filter(({ userType }) => userType === 'admin');
  return (
    <span aria-live="polite">
      {writer
        ? t('typing', { name: writer.displayName ?? t('support') })
        : isSupportThere === undefined
          ? ''
          : t(isSupportThere ? 'supportThere' : 'supportAway')}
    </span>
  );
}
