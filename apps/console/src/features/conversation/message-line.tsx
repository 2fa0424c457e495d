import type { Message } from '@livechat/contracts/chat/message';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';
import { exactTime } from '../../ui/relative-time.tsx';
import { type Line, timeOf } from './group-items.ts';
import { MessageState } from './message-state.tsx';
import { MessageText } from './message-text.tsx';
import { ModerationMark } from './moderation-mark.tsx';
import { RefusedMessage } from './refused-message.tsx';

export interface MessageActions {
  reply(message: Message): void;
  edit(message: Message): void;
  draft(text: string): void;
  jump(messageId: number): void;
}

interface Props {
  line: Line;
  quoted: Message | undefined;
  actions: MessageActions;
}

export const MessageLine = memo(function MessageLine({ line, quoted, actions }: Props) {
  const { t, i18n } = useTranslation('conversation');
  const { principal, company } = useConsole();
  const { item, startsGroup, endsGroup } = line;
  const at = timeOf(item);
  const message = item.kind === 'stored' ? item.message : undefined;
  const text = item.kind === 'stored' ? item.message.message : item.local.message;
  const isStaff = message?.senderType !== 'user';
  const isOwn = !message || (isStaff && message.senderId === principal.id);
  const isRemoved = message?.metadata?.removed === true;
  const isEditable = isOwn && message && Date.now() - Date.parse(at) < company.limits.editWindowMinutes * 60_000;
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' }).format(Date.parse(at));

  if (message?.messageType === 'system') return <p className="system-line">{text}</p>;
  return (
    <article
      className="message"
      id={message && `message-${message.id}`}
      data-side={isStaff ? 'staff' : 'customer'}
      data-starts-group={startsGroup || undefined}
      aria-label={t('messageLabel', { sender: isOwn ? t('you') : message?.senderName, time })}
    >
      {startsGroup && !isOwn && <header className="message-sender">{message?.senderName}</header>}
      <div className="message-row">
        <div className="bubble">
          {quoted && (
            <button type="button" className="quote" dir="auto" onClick={() => actions.jump(quoted.id)}>
              <strong>{quoted.senderName}</strong>
              {quoted.message.slice(0, 140)}
            </button>
          )}
          {isRemoved ? <p className="message-text is-removed">{t('removed')}</p> : <MessageText text={text} />}
        </div>
        {message && (
          <Menu position="bottom-start" withinPortal>
            <Menu.Target>
              <ActionIcon className="message-menu" variant="subtle" color="gray" aria-label={t('messageActions')}>
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => actions.reply(message)}>{t('reply')}</Menu.Item>
              <Menu.Item onClick={() => navigator.clipboard.writeText(text)}>{t('copy')}</Menu.Item>
              {isEditable && !isRemoved && <Menu.Item onClick={() => actions.edit(message)}>{t('edit')}</Menu.Item>}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {message && <ModerationMark message={message} />}
      {item.kind === 'local' && item.local.state === 'refused' && (
        <RefusedMessage local={item.local} onEdit={actions.draft} />
      )}
      {endsGroup && (
        <footer className="message-foot">
          <time dateTime={at} title={exactTime(i18n.language, at)}>
            {time}
          </time>
          {message?.isEdited && <span>{t('edited')}</span>}
          {isOwn && <MessageState item={item} />}
        </footer>
      )}
    </article>
  );
});
