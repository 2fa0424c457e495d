import type { Agent, StaffConversation } from '@livechat/contracts/chat/conversation';
import { IconAlertTriangle, IconFlame } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';

interface Props {
  conversation: StaffConversation;
  online: boolean;
  agents: readonly Agent[];
  isOpen: boolean;
  isSelected: boolean;
  onSelect(id: number, asRange: boolean): void;
}

export const ConversationRow = memo(function ConversationRow(props: Props) {
  const { conversation, online, agents, isOpen, isSelected, onSelect } = props;
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
      <Link
        id={`row-${id}`}
        to="/conversations/$conversationId"
        params={{ conversationId: id }}
        search={(before) => ({ ...before, panel: undefined })}
        className="list-row"
        data-selected={isSelected || undefined}
        data-unread={isUnread || undefined}
        aria-current={isOpen ? 'page' : undefined}
      >
        <PersonAvatar name={user.displayName} online={online} />
        <span className="list-row-main">
          <span className="list-row-line">
            <span className="list-row-name" dir="auto">
              {user.displayName}
              {online && <span className="visually-hidden"> ({t('online')})</span>}
            </span>
            <span className="list-row-time">
              <RelativeTime at={lastMessageAt} />
            </span>
          </span>
          <span className="list-row-line">
            <span className="list-row-subject" dir="auto">
              {subject}
            </span>
            {isUnread && (
              <span className="unread-pill">
                <span aria-hidden>{adminUnreadCount > 9 ? '9+' : adminUnreadCount}</span>
                <span className="visually-hidden">{t('unreadCount', { count: adminUnreadCount })}</span>
              </span>
            )}
          </span>
          <span className="list-row-text" dir="auto">
            {sender && `${sender}: `}
            {text}
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
            <span className="list-row-assignee">{assignee}</span>
          </span>
        </span>
      </Link>
    </>
  );
});
