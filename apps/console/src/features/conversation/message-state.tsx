import type { ChatItem } from '@livechat/client/conversation-view';
import { IconAlertCircle, IconCheck, IconChecks, IconClock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

const icons = {
  queued: IconClock,
  sending: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  refused: IconAlertCircle,
} as const;

/** How far an own message has come; in words for who does not see it. */
export function MessageState({ item }: { item: ChatItem }) {
  const { t } = useTranslation('conversation');
  const state = item.kind === 'stored' ? item.message.status : item.local.state;
  const Icon = icons[state];
  return (
    <span className="message-state" data-state={state} title={t(`state.${state}`)}>
      <Icon size={14} aria-hidden />
      <span className="visually-hidden">{t(`state.${state}`)}</span>
    </span>
  );
}
