import './side-panel.css';
import { type Conversation, conversationStatuses, priorities } from '@livechat/contracts/chat/conversation';
import { PersonAvatar } from '@livechat/ui/person-avatar.tsx';
import { exactTime, RelativeTime } from '@livechat/ui/relative-time.tsx';
import { shownName } from '@livechat/ui/shown-text';
import { useObservable } from '@livechat/ui/use-observable';
import { ActionIcon, NativeSelect, Skeleton, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';
import { type Change, shownOf } from '../../console/manage.ts';
import { useAgents } from '../../console/use-agents.ts';
import { useChange } from '../../console/use-change.tsx';
import { BlockCustomer } from './block-customer.tsx';
import { Changes } from './changes.tsx';

/** Who the customer is, how the conversation stands, and what was changed. */
export function SidePanel({ conversationId }: { conversationId: number }) {
  const { t } = useTranslation('sidePanel');
  const { conversations, manage } = useConsole();
  const { conversation } = useObservable(conversations.open(conversationId));
  const pending = useObservable(manage.pending);
  const navigate = useNavigate();
  return (
    <div className="side-panel">
      <ActionIcon
        className="narrow-only"
        variant="subtle"
        color="gray"
        aria-label={t('back')}
        onClick={() => navigate({ to: '.', search: (before) => ({ ...before, panel: undefined }) })}
      >
        <IconArrowLeft className="flips" size={20} aria-hidden />
      </ActionIcon>
      {conversation ? <Known conversation={shownOf(conversation, pending)} /> : <Skeleton height={240} radius="md" />}
    </div>
  );
}

function Known({ conversation }: { conversation: Conversation }) {
  const { t, i18n } = useTranslation('sidePanel');
  const { client, principal } = useConsole();
  const people = useObservable(client.presence.people);
  const { id, userId, status, priority, adminId } = conversation;
  const agents = useAgents(adminId);
  const isKnown = adminId === null || adminId === principal.id || agents.some((agent) => agent.id === adminId);
  const { data: theirs } = useQuery({
    queryKey: ['conversations-of', userId],
    queryFn: async () => {
      const answer = await client.calls.listAllConversations({ userId, limit: 20 });
      if (!answer.ok) throw new Error(answer.detail);
      return answer.value.conversations;
    },
  });
  const user = theirs?.[0]?.user;
  const others = theirs?.filter((other) => other.id !== id) ?? [];
  const changeAll = useChange();
  const change = (wanted: Change) => changeAll([conversation], wanted);
  return (
    <>
      <div className="side-panel-customer">
        <PersonAvatar
          name={user?.displayName ?? '…'}
          online={people.get(`user:${userId}`) ?? user?.online ?? false}
          size={48}
        />
        <div>
          {/* Also while it is read: what follows is below it. */}
          <Title order={2} size="h5" dir="auto">
            {user ? shownName(user.displayName) : '…'}
          </Title>
          {user && (
            <>
              <Text size="sm" c="dimmed" dir="auto">
                {shownName(user.username)}
              </Text>
              <Text size="xs" c="dimmed">
                {t('since', {
                  date: new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' }).format(
                    Date.parse(user.createdAt),
                  ),
                })}
              </Text>
            </>
          )}
        </div>
      </div>
      <NativeSelect
        label={t('status')}
        value={status}
        data={conversationStatuses.map((value) => ({ value, label: t(`statuses.${value}`) }))}
        onChange={({ currentTarget: { value } }) => {
          const chosen = conversationStatuses.find((one) => one === value);
          if (chosen) change({ status: chosen });
        }}
      />
      <NativeSelect
        label={t('priority')}
        value={priority}
        data={priorities.map((value) => ({ value, label: t(`priorities.${value}`) }))}
        onChange={({ currentTarget: { value } }) => {
          const chosen = priorities.find((one) => one === value);
          if (chosen) change({ priority: chosen });
        }}
      />
      <NativeSelect
        label={t('assignee')}
        value={adminId ?? ''}
        data={[
          { value: '', label: t('nobody') },
          { value: String(principal.id), label: t('me') },
          // Somebody has it, and who will be known in a moment.
          ...(isKnown ? [] : [{ value: String(adminId), label: '…' }]),
          ...agents
            .filter((agent) => agent.id !== principal.id)
            .map((agent) => ({ value: String(agent.id), label: shownName(agent.displayName) })),
        ]}
        onChange={({ currentTarget: { value } }) => change({ adminId: value === '' ? null : Number(value) })}
      />
      <section aria-label={t('others')}>
        <h3>{t('others')}</h3>
        {others.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('noOthers')}
          </Text>
        )}
        <ul className="side-panel-list">
          {others.map((other) => (
            <li key={other.id}>
              <Link
                to="/conversations/$conversationId"
                params={{ conversationId: other.id }}
                search={(before) => ({ ...before, panel: undefined })}
              >
                <span dir="auto">{shownName(other.subject)}</span>
              </Link>
              <small title={exactTime(i18n.language, other.lastMessageAt)}>
                {t(`statuses.${other.status}`)} · <RelativeTime at={other.lastMessageAt} />
              </small>
            </li>
          ))}
        </ul>
      </section>
      {user && <BlockCustomer userId={userId} name={user.displayName} />}
      <Changes conversation={conversation} agents={agents} />
    </>
  );
}
