import { failureText } from '@livechat/ui/failure-text';
import { exactTime } from '@livechat/ui/relative-time.tsx';
import { shownText } from '@livechat/ui/shown-text';
import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../console/actions.ts';
import { useConsole } from '../../console/context.ts';

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
    // A colleague may block or unblock; no event tells of it.
    refetchInterval: 20_000,
  });
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setAsking(false);
    button.current?.focus();
  };
  const done = () => {
    close();
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
            {shownText(block.reason)}
          </Text>
          <Text size="xs" c="dimmed">
            {t('blockedBy', {
              name: block.blockedBy.displayName,
              time: exactTime(i18n.language, block.blockedAt),
            })}
          </Text>
        </div>
      )}
      <Button ref={button} size="compact-sm" variant="default" onClick={run}>
        {label}
      </Button>
      {isAsking && (
        <Suspense>
          <BlockDialog userId={userId} name={name} onClose={close} onDone={done} />
        </Suspense>
      )}
    </section>
  );
}
