import type { OpenConversation } from '@livechat/client/open-conversation';
import type { Conversation } from '@livechat/contracts/chat/conversation';
import { failureText } from '@livechat/ui/failure-text';
import { dateFormat } from '@livechat/ui/formats';
import { shownName } from '@livechat/ui/shown-text';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMobile } from '../../mobile/context.ts';
import { Dialog } from '../../ui/dialog.tsx';

interface Props {
  conversation: Conversation;
  open: OpenConversation;
  onClose: () => void;
}

/** How a conversation stands; closing it, when the question is answered. */
export function ConversationSheet({ conversation, open, onClose }: Props) {
  const { t, i18n } = useTranslation('conversation');
  const { client, list, standing } = useMobile();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const { id, subject, status, priority, createdAt } = conversation;

  const close = async () => {
    setBusy(true);
    const answer = await client.calls.closeConversation({ conversationId: id, status: 'closed' });
    setBusy(false);
    if (!answer.ok) return setFailure(failureText(t, answer));
    open.know(answer.value.conversation);
    list.know(answer.value.conversation);
    standing.check();
    onClose();
  };

  return (
    <Dialog title={shownName(subject)} onClose={onClose}>
      <dl className="facts">
        <dt>{t('status')}</dt>
        <dd>{t(`statuses.${status}`)}</dd>
        <dt>{t('priority')}</dt>
        <dd>{t(`newConversation:priorities.${priority}`)}</dd>
        <dt>{t('begun')}</dt>
        <dd>{dateFormat(i18n.language, { dateStyle: 'long', timeStyle: 'short' }).format(Date.parse(createdAt))}</dd>
      </dl>
      {failure && (
        <p className="note" data-kind="danger" role="alert">
          {failure}
        </p>
      )}
      <div className="sheet-actions">
        {status !== 'closed' && (
          <button type="button" className="button" disabled={isBusy} onClick={close}>
            {t('close')}
          </button>
        )}
        <button type="button" className="button" onClick={onClose}>
          {t('back')}
        </button>
      </div>
    </Dialog>
  );
}
