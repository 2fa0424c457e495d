import type { LocalMessage } from '@livechat/client/local-message';
import { failureText } from '@livechat/ui/failure-text';
import { Name } from '@livechat/ui/name.tsx';
import { shownText } from '@livechat/ui/shown-text';
import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';

/** Why an own message was not taken, what came in between, and what can be done. */
interface Props {
  local: LocalMessage;
  onEdit: (local: LocalMessage) => void;
  /** It was decided on: the button that did it goes, and the focus needs another place. */
  onDone: () => void;
}

export function RefusedMessage({ local, onEdit, onDone }: Props) {
  const { t } = useTranslation('conversation');
  const { outbox } = useConsole().client;
  const { refusal, clientMessageId } = local;
  if (!refusal) return null;
  const isStale = refusal.code === 'CONTEXT_CHANGED';
  const edit = async () => {
    if (await outbox.discard(clientMessageId)) onEdit(local);
  };
  const decide = (work: (clientMessageId: string) => Promise<unknown>) => async () => {
    if (await work(clientMessageId)) onDone();
  };
  return (
    <div className="refused-message" role="alert">
      <p>{isStale ? t('changedMeanwhile') : failureText(t, refusal)}</p>
      {isStale && (
        <ul>
          {refusal.messages?.map(({ id, senderName, message }) => (
            <li key={id}>
              <strong>
                <Name of={senderName} />
              </strong>
              : <bdi>{shownText(message)}</bdi>
            </li>
          ))}
        </ul>
      )}
      <Group gap="xs">
        {isStale ? (
          <Button size="compact-sm" onClick={decide(outbox.anyway)}>
            {t('sendAnyway')}
          </Button>
        ) : (
          <Button size="compact-sm" variant="default" onClick={decide(outbox.retry)}>
            {t('retry')}
          </Button>
        )}
        {!local.mayBeStored && (
          <Button size="compact-sm" variant="default" onClick={edit}>
            {t('edit')}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={decide(outbox.discard)}>
          {t('discard')}
        </Button>
      </Group>
    </div>
  );
}
