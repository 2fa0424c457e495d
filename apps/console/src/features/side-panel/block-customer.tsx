import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../console/actions.ts';
import { useConsole } from '../../console/context.ts';
import { failureText } from '../../console/failure-text.ts';
import { exactTime } from '../../ui/relative-time.tsx';

const BlockDialog = lazy(async () => ({ default: (await import('./block-dialog.tsx')).BlockDialog }));

/** Whether the customer is shut out: why, by whom and until when; shutting out and letting in again. */
export function BlockCustomer({ userId, name }: { userId: number; name: string }) {
  const { t, i18n } = useTranslation('sidePanel');
  const { client, actions } = useConsole();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const queryKey = ['block', userId];
  const { data: block } = useQuery({
    queryKey,
    queryFn: async () => {
      const answer = await client.calls.getBlock({ userId });
      if (!answer.ok) throw new Error(answer.detail);
      return answer.value.block;
    },
  });
  const done = () => {
    setAsking(false);
    queries.invalidateQueries({ queryKey });
  };
  const unblock = async () => {
    const answer = await client.calls.unblockUser({ userId });
    if (!answer.ok) notifications.show({ color: 'red', title: t('notUnblocked'), message: failureText(t, answer) });
    done();
  };
  const [label, run] = block ? [t('unblock'), unblock] : [t('block'), () => setAsking(true)];
  const isKnown = block !== undefined;
  useAction(actions, isKnown ? { id: 'customer.block', section: 'conversation', label, run } : undefined);
  if (!isKnown) return null;
  return (
    <section className="side-panel-block" aria-label={t('access')}>
      {block && (
        <div role="note" className="side-panel-blocked">
          <strong>
            {block.until ? t('blockedUntil', { time: exactTime(i18n.language, block.until) }) : t('blockedForGood')}
          </strong>
          <Text size="sm" dir="auto">
            {block.reason}
          </Text>
          <Text size="xs" c="dimmed">
            {t('blockedBy', {
              name: block.blockedBy.displayName,
              time: exactTime(i18n.language, block.blockedAt),
            })}
          </Text>
        </div>
      )}
      <Button size="compact-sm" variant="default" onClick={run}>
        {label}
      </Button>
      {isAsking && (
        <Suspense>
          <BlockDialog userId={userId} name={name} onClose={() => setAsking(false)} onDone={done} />
        </Suspense>
      )}
    </section>
  );
}
