import type { ChatItem } from '@livechat/client/conversation-view';
import type { Message } from '@livechat/contracts/chat/message';
import { dateFormat } from '@livechat/ui/formats';
import { timeOf } from '@livechat/ui/group-items';
import { MessageText } from '@livechat/ui/message-text.tsx';
import { Name } from '@livechat/ui/name.tsx';
import { PersonAvatar } from '@livechat/ui/person-avatar.tsx';
import { shownName, shownText } from '@livechat/ui/shown-text';
import { IconDots } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { memo } from 'react';
import { MessageState, stateOf } from './message-state.tsx';
import { RefusedMessage } from './refused-message.tsx';
import { useLongPress } from './use-long-press.ts';

const quotedLetters = 140;

interface Props {
  item: ChatItem;
  startsGroup: boolean;
  endsGroup: boolean;
  quoted: Message | undefined;
  /** What can be done with it, and when it was sent, delivered and read. */
  onChoose(key: string): void;
  onJump(messageId: number): void;
  /** From the list: asked for by each line it would take half of the time that a line takes. */
  t: TFunction<'conversation'>;
  language: string;
}

export const MessageLine = memo(function MessageLine({
  item,
  startsGroup,
  endsGroup,
  quoted,
  onChoose,
  onJump,
  t,
  language,
}: Props) {
  const choose = () => onChoose(item.key);
  const press = useLongPress(choose);
  const message = item.kind === 'stored' ? item.message : undefined;
  const text = item.kind === 'stored' ? item.message.message : item.local.message;
  const replyToId = (item.kind === 'stored' ? item.message.replyToId : item.local.replyToId) ?? null;
  const isOwn = message?.senderType !== 'admin';
  const isRemoved = message?.metadata?.removed === true;
  const at = timeOf(item);
  const time = dateFormat(language, { timeStyle: 'short' }).format(Date.parse(at));
  const sender = isOwn ? t('you') : shownName(message?.senderName ?? t('support'));

  if (message?.messageType === 'system')
    return (
      <p className="system-line" dir="auto">
        {shownText(text)}
      </p>
    );
  const shown = isRemoved ? t('removed') : shownText(text);
  const state = stateOf(item);
  const stateText = isOwn ? t(`state.${state}`) : '';
  return (
    <article
      className="message"
      data-side={isOwn ? 'own' : 'support'}
      data-starts-group={startsGroup || undefined}
      // What support wrote is looked for by its seq: watch-lines.ts.
      data-answer={isOwn ? undefined : message?.seq}
      aria-label={[sender, shown, time, stateText].filter((part) => part !== '').join(', ')}
    >
      {startsGroup && !isOwn && (
        <header className="message-sender">
          <PersonAvatar name={message?.senderName ?? '?'} size={28} />
          <Name of={message?.senderName ?? t('support')} />
        </header>
      )}
      <div className="message-row">
        <div className="bubble" {...press}>
          {replyToId !== null && (
            <button type="button" className="quote" dir="auto" onClick={() => onJump(replyToId)}>
              {quoted && (
                <strong>
                  <Name of={quoted.senderType === 'user' ? t('you') : quoted.senderName} />
                </strong>
              )}
              {quoted ? shownText([...quoted.message].slice(0, quotedLetters).join('')) : t('earlierMessage')}
            </button>
          )}
          {isRemoved ? <p className="message-text is-removed">{shown}</p> : <MessageText text={text} />}
          {(endsGroup || isOwn || message?.isEdited) && (
            <span className="message-foot">
              {message?.isEdited && <span>{t('edited')}</span>}
              {endsGroup && <time dateTime={at}>{time}</time>}
              {isOwn && <MessageState state={state} text={stateText} />}
            </span>
          )}
        </div>
        <button type="button" className="message-more" aria-label={t('moreForMessage')} onClick={choose}>
          <IconDots size={20} aria-hidden />
        </button>
      </div>
      {item.kind === 'local' && item.local.state !== 'sent' && <RefusedMessage local={item.local} onMore={choose} />}
    </article>
  );
});
