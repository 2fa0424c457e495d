import './management.css';
import { priorities } from '@livechat/contracts/chat/conversation';
import { shownName } from '@livechat/ui/shown-text';
import { useObservable } from '@livechat/ui/use-observable';
import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { IconCheck, IconFlag, IconUserPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../console/actions.ts';
import { useConsole } from '../../console/context.ts';
import { type Change, shownOf } from '../../console/manage.ts';
import { useAgents } from '../../console/use-agents.ts';
import { useChange } from '../../console/use-change.tsx';

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
      .map(({ id, displayName }) => ({
        adminId: id,
        name: shownName(displayName),
        label: t('assignTo', { name: displayName }),
      })),
  ];
  const offer = (isOffered: boolean, id: string, label: string, run: () => unknown) =>
    isOffered ? [{ id: `conversation.${id}`, section: 'conversation' as const, label, run }] : [];
  /** One that has a key is named as where the keys are listed. */
  const offerKey = (isOffered: boolean, id: string, run: () => unknown) =>
    offer(isOffered, id, t(`app:action.conversation_${id}`), run);
  useActions(
    actions,
    shown
      ? [
          ...offerKey(!isClosed, 'close', close),
          ...offerKey(!isClosed, 'closeAndNext', closeAndNext),
          ...offerKey(shown.status !== 'open', 'reopen', () => change({ status: 'open' })),
          ...offerKey(shown.status === 'open', 'pending', () => change({ status: 'pending' })),
          ...offerKey(true, 'assignTo', () => setMenu('assign')),
          ...offerKey(true, 'priority', () => setMenu('priority')),
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
            <Choice key={adminId} isNow={shown.adminId === adminId} onChoose={() => change({ adminId })}>
              {name}
            </Choice>
          ))}
          <Menu.Divider />
          <Choice isNow={shown.adminId === null} onChoose={() => change({ adminId: null })}>
            {t('unassign')}
          </Choice>
        </>,
      )}
      {chooser(
        'priority',
        <IconFlag size={18} aria-hidden />,
        priorities.map((priority) => (
          <Choice key={priority} isNow={shown.priority === priority} onChoose={() => change({ priority })}>
            {t(`priorities.${priority}`)}
          </Choice>
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

/** One of several values. That it is the one now does not take it out of the keyboard's way: the first gets the focus. */
function Choice({ isNow, onChoose, children }: { isNow: boolean; onChoose: () => void; children: ReactNode }) {
  return (
    <Menu.Item
      aria-current={isNow || undefined}
      rightSection={isNow && <IconCheck size={14} aria-hidden />}
      onClick={() => {
        if (!isNow) onChoose();
      }}
    >
      {children}
    </Menu.Item>
  );
}
