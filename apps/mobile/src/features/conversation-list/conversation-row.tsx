import type { LocalMessage } from '@livechat/client/local-message';
import type { UserConversation } from '@livechat/contracts/chat/conversation';
import { RelativeTime } from '@livechat/ui/relative-time.tsx';
import { shownName, shownText } from '@livechat/ui/shown-text';
import { IconAlertCircle, IconClock } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

const shownLetters = 160;
const lineOf = (text: string) => shownText([...text].slice(0, shownLetters).join('').replace(/\s+/gu, ' '));

interface Props {
  conversation: UserConversation;
  unsent: LocalMessage | undefined;
}

export const ConversationRow = memo(function ConversationRow({ conversation, unsent }: Props) {
  const { t } = useTranslation('conversationList');
  const { id, subject, status, lastMessage, lastMessageAt, userUnreadCount } = conversation;
  return (
    <li>
      <Link href={`/c/${id}`} className="row" data-unread={userUnreadCount > 0 || undefined}>
        <span className="row-head">
          <span className="row-subject" dir="auto">
            {shownName(subject)}
          </span>
          <span className="row-time">
            <RelativeTime at={unsent?.queuedAt ?? lastMessageAt} />
          </span>
        </span>
        <span className="row-foot">
          {unsent ? <Unsent local={unsent} /> : <LastMessage message={lastMessage} />}
          {status === 'closed' && <span className="row-state">{t('closed')}</span>}
          {userUnreadCount > 0 && (
            <span className="row-unread">
              <span aria-hidden>{userUnreadCount > 99 ? '99+' : userUnreadCount}</span>
              <span className="visually-hidden">{t('unread', { count: userUnreadCount })}</span>
            </span>
          )}
        </span>
      </Link>
    </li>
  );
});

function LastMessage({ message }: { message: UserConversation['lastMessage'] }) {
  const { t } = useTranslation('conversationList');
  if (!message) return <span className="row-last" />;
  return (
    <span className="row-last">
      {message.senderType === 'user' && <span className="row-who">{t('you')} </span>}
      <bdi>{lineOf(message.message)}</bdi>
    </span>
  );
}

function Unsent({ local }: { local: LocalMessage }) {
  const { t } = useTranslation('conversationList');
  const isRefused = local.state === 'refused';
  const Icon = isRefused ? IconAlertCircle : IconClock;
  return (
    <span className="row-last" data-refused={isRefused || undefined}>
      <Icon size={16} aria-hidden />
      <span className="visually-hidden">{isRefused ? t('notSent') : t('waits')} </span>
      <bdi>{lineOf(local.message)}</bdi>
    </span>
  );
}

/** A conversation that is opened when there is a connection. */
export function WaitingRow({ local }: { local: LocalMessage }) {
  return (
    <li>
      <Link href={`/c/${local.conversation}`} className="row">
        <span className="row-head">
          <span className="row-subject" dir="auto">
            {shownName(local.subject ?? '')}
          </span>
          <span className="row-time">
            <RelativeTime at={local.queuedAt} />
          </span>
        </span>
        <span className="row-foot">
          <Unsent local={local} />
        </span>
      </Link>
    </li>
  );
}
