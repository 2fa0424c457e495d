import type { LocalMessage } from '@livechat/client/local-message';
import { draftStore } from '@livechat/ui/draft-store';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useMobile } from '../../mobile/context.ts';
import { deviceStorage } from '../../mobile/device-storage.ts';
import { Dialog } from '../../ui/dialog.tsx';

interface Props {
  first: LocalMessage;
  /** What was written below it, and goes with it. */
  followers: readonly LocalMessage[];
  onClose(): void;
}

/** Without its first message a conversation is not opened, and what was written below has nowhere to go. */
export function DeleteFirst({ first, followers, onClose }: Props) {
  const { t } = useTranslation('conversation');
  const { client, sender } = useMobile();
  const [, navigate] = useLocation();

  const deleteAll = async () => {
    if (await client.outbox.discard(first.clientMessageId)) navigate('/', { replace: true });
    else onClose();
  };
  const keepTexts = async () => {
    const drafts = draftStore(deviceStorage, `app/${sender}`);
    const before = { subject: drafts.read('new-subject'), message: drafts.read('new-message') };
    // Before they go from where they were: whatever happens in between, they are somewhere.
    drafts.write('new-subject', before.subject || (first.subject ?? ''));
    drafts.write('new-message', keptTexts(before.message, [first, ...followers]));
    const discarded = await client.outbox.discard(first.clientMessageId);
    if (discarded) {
      // What may be stored is not written a second time.
      if (discarded.mayBeStored) drafts.write('new-message', keptTexts(before.message, followers));
      return navigate('/new', { replace: true });
    }
    drafts.write('new-subject', before.subject);
    drafts.write('new-message', before.message);
    onClose();
  };

  return (
    <Dialog title={t('deleteFirst')} onClose={onClose}>
      <p className="sheet-text">{t('followersGo', { count: followers.length })}</p>
      <div className="sheet-actions">
        <button type="button" className="button" onClick={keepTexts}>
          {t('keepAsText')}
        </button>
        <button type="button" className="button" data-kind="danger" onClick={deleteAll}>
          {t('deleteAll')}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </Dialog>
  );
}

function keptTexts(draft: string, messages: readonly LocalMessage[]): string {
  return [draft, ...messages.map(({ message }) => message)].filter((text) => text.trim() !== '').join('\n');
}
