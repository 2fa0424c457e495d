import type { ChatItem } from '@livechat/client/conversation-view';
import type { LocalMessage } from '@livechat/client/local-message';
import type { Message } from '@livechat/contracts/chat/message';
import { timeOf } from '@livechat/ui/group-items';
import { exactTime } from '@livechat/ui/relative-time.tsx';
import { shownText } from '@livechat/ui/shown-text';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useMobile } from '../../mobile/context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DeleteFirst } from './delete-first.tsx';
import { stateOf } from './message-state.tsx';

const shownLetters = 200;

interface Props {
  item: ChatItem;
  onClose(): void;
  onReply(message: Message): void;
  onEdit(message: Message): void;
  onRewrite(local: LocalMessage): void;
}

/** When a message was sent, delivered and read, and what can be done with it. */
export function MessageSheet({ item, onClose, onReply, onEdit, onRewrite }: Props) {
  const { t, i18n } = useTranslation('conversation');
  const { client, company } = useMobile();
  const [, navigate] = useLocation();
  const [goesWith, setGoesWith] = useState<readonly LocalMessage[]>();
  const message = item.kind === 'stored' ? item.message : undefined;
  const text = item.kind === 'stored' ? item.message.message : item.local.message;
  const local = item.kind === 'local' && item.local.state !== 'sent' ? (item.local as LocalMessage) : undefined;
  // What may be stored already is neither taken back nor written anew: it would be there twice, or against a person's will.
  const isInHand = local !== undefined && local.state !== 'sending' && !local.mayBeStored;
  const isOwn = message?.senderType !== 'admin';
  const isRemoved = message?.metadata?.removed === true;
  const editableMs = company.limits.editWindowMinutes * 60_000;
  const isEditable = isOwn && message && !isRemoved && Date.now() - Date.parse(message.createdAt) < editableMs;
  const at = (time: string) => exactTime(i18n.language, time);
  const then = (work: () => void) => () => {
    onClose();
    work();
  };
  const remove = async (waiting: LocalMessage) => {
    const { clientMessageId, subject, conversation } = waiting;
    const all = client.outbox.messages.getSnapshot();
    const followers = all.filter((one) => one.conversation === conversation && one.clientMessageId !== clientMessageId);
    if (subject !== undefined && followers.length > 0) return setGoesWith(followers);
    onClose();
    // With its first message the conversation is gone: there is nothing here any more.
    if ((await client.outbox.discard(clientMessageId)) && subject !== undefined) navigate('/', { replace: true });
  };
  const facts: [string, string][] = message
    ? [
        [t('state.sent'), at(message.createdAt)],
        ...(message.deliveredAt ? [[t('state.delivered'), at(message.deliveredAt)] as [string, string]] : []),
        ...(message.readAt ? [[t('state.read'), at(message.readAt)] as [string, string]] : []),
        ...(message.editedAt ? [[t('edited'), at(message.editedAt)] as [string, string]] : []),
      ]
    : [[t(`state.${stateOf(item)}`), at(timeOf(item))]];

  if (goesWith && local) return <DeleteFirst first={local} followers={goesWith} onClose={onClose} />;
  return (
    <Dialog title={t('message')} onClose={onClose}>
      <p className="sheet-text" dir="auto">
        {isRemoved ? t('removed') : shownText([...text].slice(0, shownLetters).join(''))}
      </p>
      <dl className="facts">
        {facts.map(([name, time]) => [<dt key={name}>{name}</dt>, <dd key={`${name} at`}>{time}</dd>])}
      </dl>
      <div className="sheet-actions">
        {message && !isRemoved && (
          <button type="button" className="button" onClick={then(() => onReply(message))}>
            {t('reply')}
          </button>
        )}
        {/* Only there where the page came over TLS, or from this machine. */}
        {'clipboard' in navigator && !isRemoved && (
          <button type="button" className="button" onClick={then(() => navigator.clipboard.writeText(text))}>
            {t('copy')}
          </button>
        )}
        {isEditable && (
          <button type="button" className="button" onClick={then(() => onEdit(message))}>
            {t('edit')}
          </button>
        )}
        {local?.state === 'refused' && (
          <button type="button" className="button" onClick={then(() => client.outbox.retry(local.clientMessageId))}>
            {t('retry')}
          </button>
        )}
        {isInHand && (
          <button type="button" className="button" onClick={then(() => onRewrite(local))}>
            {t('edit')}
          </button>
        )}
        {isInHand && (
          <button type="button" className="button" data-kind="danger" onClick={() => remove(local)}>
            {t('delete')}
          </button>
        )}
        <button type="button" className="button" onClick={onClose}>
          {t('back')}
        </button>
      </div>
    </Dialog>
  );
}
