import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../console/actions.ts';
import { useConsole } from '../../console/context.ts';
import { failureText } from '../../console/failure-text.ts';
import { type Change, shownOf } from '../../console/manage.ts';
import { useObservable } from '../../console/use-observable.ts';

/** What is done with a conversation most often. Shown at once; a refusal takes it back and says why. */
export function ManageConversation({ conversationId }: { conversationId: number }) {
  const { t } = useTranslation('management');
  const { conversations, manage, principal, actions } = useConsole();
  const { conversation } = useObservable(conversations.open(conversationId));
  const pending = useObservable(manage.pending);
  const shown = conversation && shownOf(conversation, pending);
  const change = async (wanted: Change) => {
    if (!conversation) return;
    const [failed] = await manage.change([conversation], wanted);
    if (failed) notifications.show({ color: 'red', title: t('notDone'), message: failureText(t, failed.failure) });
  };
  const isClosed = shown?.status === 'closed';
  const offer = (id: string, label: string, wanted: Change, isOffered: boolean) =>
    isOffered ? { id, section: 'conversation' as const, label, run: () => void change(wanted) } : undefined;
  useAction(actions, offer('conversation.close', t('close'), { status: 'closed' }, shown !== undefined && !isClosed));
  useAction(
    actions,
    offer('conversation.reopen', t('reopen'), { status: 'open' }, shown !== undefined && shown.status !== 'open'),
  );
  useAction(actions, offer('conversation.pending', t('pending'), { status: 'pending' }, shown?.status === 'open'));
  useAction(
    actions,
    offer(
      'conversation.assignToMe',
      t('assignToMe'),
      { adminId: principal.id },
      shown !== undefined && shown.adminId !== principal.id,
    ),
  );
  if (!shown) return null;
  return (
    <Group gap="xs" wrap="nowrap">
      {shown.status === 'open' && (
        <Button size="xs" variant="default" onClick={() => change({ status: 'pending' })}>
          {t('pending')}
        </Button>
      )}
      <Button
        size="xs"
        variant={isClosed ? 'default' : 'filled'}
        onClick={() => change({ status: isClosed ? 'open' : 'closed' })}
      >
        {isClosed ? t('reopen') : t('close')}
      </Button>
    </Group>
  );
}
