import type { LocalMessage } from '@livechat/client/local-message';
import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';
import { failureText } from '../../console/failure-text.ts';

/** Why an own message was not taken, what came in between, and what can be done. */
export function RefusedMessage({ local, onEdit }: { local: LocalMessage; onEdit: (text: string) => void }) {
  const { t } = useTranslation('conversation');
  const { outbox } = useConsole().client;
  const { refusal, clientMessageId } = local;
  if (!refusal) return null;
  const isStale = refusal.code === 'CONTEXT_CHANGED';
  const edit = () => {
    if (outbox.discard(clientMessageId)) onEdit(local.message);
  };
  return (
    <div className="refused-message" role="alert">
      <p>{isStale ? t('changedMeanwhile') : failureText(t, refusal)}</p>
      {isStale && (
        <ul>
          {refusal.messages?.map(({ id, senderName, message }) => (
            <li key={id} dir="auto">
              <strong>{senderName}</strong>: {message}
            </li>
          ))}
        </ul>
      )}
      <Group gap="xs">
        {isStale ? (
          <Button size="compact-sm" onClick={() => outbox.anyway(clientMessageId)}>
            {t('sendAnyway')}
          </Button>
        ) : (
          <Button size="compact-sm" variant="default" onClick={() => outbox.retry(clientMessageId)}>
            {t('retry')}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={edit}>
          {t('edit')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => outbox.discard(clientMessageId)}>
          {t('discard')}
        </Button>
      </Group>
    </div>
  );
}
