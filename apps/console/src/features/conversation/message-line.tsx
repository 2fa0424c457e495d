import type { ChatItem } from '@livechat/client/conversation-view';
import type { LocalMessage } from '@livechat/client/local-message';
import type { Message } from '@livechat/contracts/chat/message';
import { dateFormat } from '@livechat/ui/formats';
import { timeOf } from '@livechat/ui/group-items';
import { MessageText } from '@livechat/ui/message-text.tsx';
import { Name } from '@livechat/ui/name.tsx';
import { exactTime } from '@livechat/ui/relative-time.tsx';
import { shownText } from '@livechat/ui/shown-text';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';
import { MessageState } from './message-state.tsx';
import { ModerationMark } from './moderation-mark.tsx';
import { RefusedMessage } from './refused-message.tsx';

export interface MessageActions {
  reply(message: Message): void;
  edit(message: Message): void;
  /** Puts what was refused back into the box, before what stands there. */
  draft(refused: LocalMessage): void;
  /** Gives the box the focus. */
  write(): void;
  jump(messageId: number): void;
}

interface Props {
  item: ChatItem;
  startsGroup: boolean;
  endsGroup: boolean;
  quoted: Message | undefined;
  actions: MessageActions;
}

export const MessageLine = memo(function MessageLine({ item, startsGroup, endsGroup, quoted, actions }: Props) {
  const { t, i18n } = useTranslation('conversation');
  const { principal, company } = useConsole();
  const at = timeOf(item);
  const message = item.kind === 'stored' ? item.message : undefined;
  const replyToId = (message ? message.replyToId : item.kind === 'local' ? item.local.replyToId : null) ?? null;
  const text = item.kind === 'stored' ? item.message.message : item.local.message;
  const isStaff = message?.senderType !== 'user';
  const isOwn = !message || (isStaff && message.senderId === principal.id);
  const isRemoved = message?.metadata?.removed === true;
  const isEditable = isOwn && message && Date.now() - Date.parse(at) < company.limits.editWindowMinutes * 60_000;
  const time = dateFormat(i18n.language, { timeStyle: 'short' }).format(Date.parse(at));

  if (message?.messageType === 'system')
    return (
      <p className="system-line" dir="auto">
        {shownText(text)}
      </p>
    );
  return (
    <article
      className="message"
      id={message && `message-${message.id}`}
      data-side={isStaff ? 'staff' : 'customer'}
      data-starts-group={startsGroup || undefined}
      aria-label={t('messageLabel', { sender: isOwn ? t('you') : message?.senderName, time })}
    >
      {startsGroup && !isOwn && (
        <header className="message-sender">
          <Name of={message?.senderName} />
        </header>
      )}
      <div className="message-row">
        <div className="bubble">
          {replyToId !== null && (
            <button type="button" className="quote" dir="auto" onClick={() => actions.jump(replyToId)}>
              {quoted && (
                <strong>
                  <Name of={quoted.senderName} />
                </strong>
              )}
              {quoted ? shownText(quoted.message.slice(0, 140)) : t('earlierMessage')}
            </button>
          )}
          {isRemoved ? <p className="message-text is-removed">{t('removed')}</p> : <MessageText text={text} />}
        </div>
        {!endsGroup && (
          <span className="message-foot">
            {message?.isEdited && t('edited')}
            {isOwn && <MessageState item={item} />}
          </span>
        )}
        {message && (
          <Menu position="bottom-start" withinPortal>
            <Menu.Target>
              <ActionIcon className="message-menu" variant="subtle" color="gray" aria-label={t('messageActions')}>
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => actions.reply(message)}>{t('reply')}</Menu.Item>
              {/* Only there where the page came over TLS, or from this machine. */}
              {'clipboard' in navigator && !isRemoved && (
                <Menu.Item onClick={() => navigator.clipboard.writeText(text)}>{t('copy')}</Menu.Item>
              )}
              {isEditable && !isRemoved && <Menu.Item onClick={() => actions.edit(message)}>{t('edit')}</Menu.Item>}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {message && <ModerationMark message={message} />}
      {item.kind === 'local' && item.local.state === 'refused' && (
        <RefusedMessage local={item.local} onEdit={actions.draft} onDone={actions.write} />
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
