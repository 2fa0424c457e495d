import type { Agent, StaffConversation } from '@livechat/contracts/chat/conversation';
import { Name } from '@livechat/ui/name.tsx';
import { PersonAvatar } from '@livechat/ui/person-avatar.tsx';
import { RelativeTime } from '@livechat/ui/relative-time.tsx';
import { shownName, shownText } from '@livechat/ui/shown-text';
import { IconAlertTriangle, IconFlame } from '@tabler/icons-react';
import { type MouseEvent as Click, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';

interface Props {
  conversation: StaffConversation;
  online: boolean;
  agents: readonly Agent[];
  isOpen: boolean;
  isSelected: boolean;
  href: string;
  onOpen(id: number): void;
  onSelect(id: number, asRange: boolean): void;
}

export const ConversationRow = memo(function ConversationRow(props: Props) {
  const { conversation, online, agents, isOpen, isSelected, href, onOpen, onSelect } = props;
  const { t } = useTranslation('conversationList');
  const { principal } = useConsole();
  const { id, user, admin, adminId, subject, priority, status, lastMessage, lastMessageAt, adminUnreadCount } =
    conversation;
  const isUnread = adminUnreadCount > 0;
  const sender = lastMessage?.senderType === 'admin' ? (lastMessage.senderName ?? '') : '';
  const text = lastMessage?.metadata?.removed === true ? t('removed') : lastMessage?.message;
  const named = admin?.id === adminId ? admin : agents.find((agent) => agent.id === adminId);
  const assignee = adminId === null ? t('unassigned') : adminId === principal.id ? t('you') : named?.displayName;
  return (
    <>
      <input
        type="checkbox"
        className="list-row-check"
        aria-label={t('selectOne', { name: user.displayName, subject })}
        checked={isSelected}
        onChange={({ nativeEvent }) => onSelect(id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
      />
      {/* The router's own Link follows the address by itself, each of them: as much work as all else of a row. */}
      <a
        id={`row-${id}`}
        href={href}
        onClick={(event) => {
          if (!isPlain(event)) return;
          event.preventDefault();
          onOpen(id);
        }}
        className="list-row"
        data-selected={isSelected || undefined}
        data-unread={isUnread || undefined}
        aria-current={isOpen ? 'page' : undefined}
      >
        <PersonAvatar name={user.displayName} online={online} />
        <span className="list-row-main">
          <span className="list-row-line">
            <span className="list-row-name" dir="auto">
              {shownName(user.displayName)}
              {online && <span className="visually-hidden"> ({t('online')})</span>}
            </span>
            <span className="list-row-time">
              <RelativeTime at={lastMessageAt} />
            </span>
          </span>
          <span className="list-row-line">
            <span className="list-row-subject" dir="auto">
              {shownName(subject)}
            </span>
            {isUnread && (
              <span className="unread-pill">
                <span aria-hidden>{adminUnreadCount > 9 ? '9+' : adminUnreadCount}</span>
                <span className="visually-hidden">{t('unreadCount', { count: adminUnreadCount })}</span>
              </span>
            )}
          </span>
          <span className="list-row-text" dir="auto">
            {sender && (
              <>
                <Name of={sender} />:{' '}
              </>
            )}
            {shownText(text ?? '')}
          </span>
          <span className="list-row-marks">
            {(priority === 'urgent' || priority === 'high') && (
              <span className="priority-mark" data-priority={priority}>
                {priority === 'urgent' ? (
                  <IconFlame size={13} aria-hidden />
                ) : (
                  <IconAlertTriangle size={13} aria-hidden />
                )}
                {t(`priority.${priority}`)}
              </span>
            )}
            {status !== 'open' && <span className="status-mark">{t(`status.${status}`)}</span>}
            <span className="list-row-assignee">{assignee === undefined ? null : <Name of={assignee} />}</span>
          </span>
        </span>
      </a>
    </>
  );
});

/** With a key held down the browser opens it elsewhere. */
function isPlain({ button, altKey, ctrlKey, metaKey, shiftKey }: Click): boolean {
  return button === 0 && !altKey && !ctrlKey && !metaKey && !shiftKey;
}
