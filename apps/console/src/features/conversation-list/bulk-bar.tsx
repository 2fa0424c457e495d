import { conversationStatuses, priorities, type StaffConversation } from '@livechat/contracts/chat/conversation';
import { shownName } from '@livechat/ui/shown-text';
import { Button, CloseButton, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';
import type { Change } from '../../console/manage.ts';
import { useAgents } from '../../console/use-agents.ts';
import { useChange } from '../../console/use-change.tsx';

/** One change for all that were selected, with an undo. */
export function BulkBar({ conversations, onDone }: { conversations: readonly StaffConversation[]; onDone(): void }) {
  const { t } = useTranslation('conversationList');
  const { principal } = useConsole();
  const agents = useAgents();
  const change = useChange();
  const count = conversations.length;
  const choices = [
    {
      label: t('setStatus'),
      values: conversationStatuses.map((status) => ({ label: t(`status.${status}`), change: { status } as Change })),
    },
    {
      label: t('setPriority'),
      values: priorities.map((priority) => ({ label: t(`priority.${priority}`), change: { priority } as Change })),
    },
    {
      label: t('assign'),
      values: [
        { label: t('nobody'), change: { adminId: null } },
        { label: t('me'), change: { adminId: principal.id } },
        ...agents
          .filter(({ id }) => id !== principal.id)
          .map(({ id, displayName }) => ({ label: shownName(displayName), change: { adminId: id } })),
      ],
    },
  ];
  return (
    <div className="bulk-bar" role="toolbar" aria-label={t('selected', { count })}>
      <strong role="status">{t('selected', { count })}</strong>
      {choices.map(({ label, values }) => (
        <Menu key={label} shadow="md" returnFocus>
          <Menu.Target>
            <Button size="compact-sm" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
              {label}
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah={320} className="scrolls">
            {values.map((value) => (
              <Menu.Item
                key={JSON.stringify(value.change)}
                onClick={() => {
                  change(conversations, value.change, t('changedMany', { count }));
                  onDone();
                }}
              >
                {value.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ))}
      <CloseButton size="sm" aria-label={t('clearSelection')} onClick={onDone} />
    </div>
  );
}
