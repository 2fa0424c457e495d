import type { Agent, Conversation } from '@livechat/contracts/chat/conversation';
import { Name } from '@livechat/ui/name.tsx';
import { RelativeTime } from '@livechat/ui/relative-time.tsx';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';

/** Who changed what; read anew whenever the conversation has changed, by whomever. */
export function Changes({ conversation, agents }: { conversation: Conversation; agents: readonly Agent[] }) {
  const { t } = useTranslation('sidePanel');
  const { client } = useConsole();
  const { id, updatedAt } = conversation;
  const { data: changes } = useQuery({
    queryKey: ['changes', id, updatedAt],
    queryFn: async () => {
      const answer = await client.calls.listChanges({ conversationId: id });
      if (!answer.ok) throw new Error(answer.detail);
      return answer.value.changes;
    },
    placeholderData: (before) => before,
  });
  const nameOf = (value: unknown) =>
    value === null ? t('nobody') : (agents.find((agent) => String(agent.id) === String(value))?.displayName ?? '…');
  const wordFor = (what: string, value: unknown) => {
    if (what === 'assignee') return nameOf(value);
    return what === 'status' ? t(`statuses.${String(value)}`) : t(`priorities.${String(value)}`);
  };
  return (
    <section aria-label={t('history')}>
      <h3>{t('history')}</h3>
      <ul className="side-panel-list">
        {changes?.map(({ at, by, what, from, to }) => (
          <li key={`${at} ${what}`}>
            {t(`changed.${what}`, { from: wordFor(what, from), to: wordFor(what, to) })}
            <small>
              <Name of={by?.displayName} /> · <RelativeTime at={at} />
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
