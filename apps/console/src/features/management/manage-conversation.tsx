import './management.css';
import { priorities } from '@livechat/contracts/chat/conversation';
import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { IconFlag, IconUserPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../console/actions.ts';
import { useConsole } from '../../console/context.ts';
import { type Change, shownOf } from '../../console/manage.ts';
import { useAgents } from '../../console/use-agents.ts';
import { useChange } from '../../console/use-change.tsx';
import { useObservable } from '../../console/use-observable.ts';

/** What is done with a conversation most often. Shown at once; a refusal takes it back and says why. */
export function ManageConversation({ conversationId }: { conversationId: number }) {
  const { t } = useTranslation('management');
  const { conversations, manage, principal, actions } = useConsole();
  const navigate = useNavigate();
  const agents = useAgents();
  const { conversation } = useObservable(conversations.open(conversationId));
  const pending = useObservable(manage.pending);
  const changeAll = useChange();
  const [menu, setMenu] = useState<'assign' | 'priority'>();
  const shown = conversation && shownOf(conversation, pending);
  const change = (wanted: Change, done?: string) => conversation && changeAll([conversation], wanted, done);
  const close = () => change({ status: 'closed' }, t('closed', { subject: conversation?.subject }));
  const closeAndNext = () => {
    close();
    if (!actions.run('list.next') && !actions.run('list.previous')) navigate({ to: '/', search: (view) => view });
  };

  const isClosed = shown?.status === 'closed';
  const assignees = [
    { adminId: principal.id, name: t('me'), label: t('assignToMe') },
    ...agents
      .filter(({ id }) => id !== principal.id)
      .map(({ id, displayName }) => ({ adminId: id, name: displayName, label: t('assignTo', { name: displayName }) })),
  ];
  const offer = (isOffered: boolean, id: string, label: string, run: () => unknown) =>
    isOffered ? [{ id: `conversation.${id}`, section: 'conversation' as const, label, run }] : [];
  useActions(
    actions,
    shown
      ? [
          ...offer(!isClosed, 'close', t('close'), close),
          ...offer(!isClosed, 'closeAndNext', t('closeAndNext'), closeAndNext),
          ...offer(shown.status !== 'open', 'reopen', t('reopen'), () => change({ status: 'open' })),
          ...offer(shown.status === 'open', 'pending', t('pending'), () => change({ status: 'pending' })),
          ...offer(true, 'assignTo', t('assign'), () => setMenu('assign')),
          ...offer(true, 'priority', t('priority'), () => setMenu('priority')),
          ...offer(shown.adminId !== null, 'unassign', t('unassign'), () => change({ adminId: null })),
          ...assignees.flatMap(({ adminId, label }) =>
            offer(
              shown.adminId !== adminId,
              adminId === principal.id ? 'assignToMe' : `assignTo.${adminId}`,
              label,
              () => change({ adminId }),
            ),
          ),
          ...priorities.flatMap((priority) =>
            offer(
              shown.priority !== priority,
              `priority.${priority}`,
              t('setPriority', { priority: t(`priorities.${priority}`) }),
              () => change({ priority }),
            ),
          ),
        ]
      : [],
  );
  if (!shown) return null;

  const chooser = (name: 'assign' | 'priority', icon: ReactNode, items: ReactNode) => (
    <Menu
      opened={menu === name}
      onChange={(isOpen) => setMenu(isOpen ? name : undefined)}
      position="bottom-end"
      returnFocus
    >
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="md" aria-label={t(name)} title={t(name)}>
          {icon}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={360} className="scrolls">
        {items}
      </Menu.Dropdown>
    </Menu>
  );
  return (
    <Group gap={4} wrap="nowrap" className="manage">
      {chooser(
        'assign',
        <IconUserPlus size={18} aria-hidden />,
        <>
          {assignees.map(({ adminId, name }) => (
            <Menu.Item key={adminId} disabled={shown.adminId === adminId} onClick={() => change({ adminId })}>
              {name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item disabled={shown.adminId === null} onClick={() => change({ adminId: null })}>
            {t('unassign')}
          </Menu.Item>
        </>,
      )}
      {chooser(
        'priority',
        <IconFlag size={18} aria-hidden />,
        priorities.map((priority) => (
          <Menu.Item key={priority} disabled={shown.priority === priority} onClick={() => change({ priority })}>
            {t(`priorities.${priority}`)}
          </Menu.Item>
        )),
      )}
      {shown.status === 'open' && (
        <Button size="xs" variant="default" className="manage-pending" onClick={() => change({ status: 'pending' })}>
          {t('pending')}
        </Button>
      )}
      <Button
        size="xs"
        variant={isClosed ? 'default' : 'filled'}
        onClick={() => (isClosed ? change({ status: 'open' }) : close())}
      >
        {isClosed ? t('reopen') : t('close')}
      </Button>
    </Group>
  );
}
