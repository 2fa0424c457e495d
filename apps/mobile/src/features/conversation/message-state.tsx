import type { ChatItem } from '@livechat/client/conversation-view';
import { IconAlertCircle, IconCheck, IconChecks, IconClock } from '@tabler/icons-react';

const icons = {
  queued: IconClock,
  sending: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  refused: IconAlertCircle,
} as const;

export function stateOf(item: ChatItem): keyof typeof icons {
  return item.kind === 'stored' ? item.message.status : item.local.state;
}

/** How far an own message has come; in words for who does not see it. */
export function MessageState({ state, text }: { state: keyof typeof icons; text: string }) {
  const Icon = icons[state];
  return (
    <span className="message-state" data-state={state}>
      <Icon size={16} aria-hidden />
      <span className="visually-hidden">{text}</span>
    </span>
  );
}
