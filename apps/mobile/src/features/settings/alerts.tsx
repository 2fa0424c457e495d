import { shownName, shownText } from '@livechat/ui/shown-text';
import { useObservable } from '@livechat/ui/use-observable';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMobile } from '../../mobile/context.ts';
import { isLookedAt } from '../../mobile/looked-at.ts';

const shownLetters = 140;

/** Calls a person who looks elsewhere: a note of the system, the count on the app's icon and in the title. Draws nothing. */
export function Alerts() {
  const { t } = useTranslation('settings');
  const { client, settings, company, list } = useMobile();
  const { conversations } = useObservable(list);
  const unread = conversations.reduce((sum, { userUnreadCount }) => sum + userUnreadCount, 0);
  useEffect(() => {
    const { name } = company.company;
    document.title = unread > 0 ? `(${unread}) ${name}` : name;
    // Not in every browser, and only for what is installed.
    navigator.setAppBadge?.(unread).catch(() => undefined);
  }, [unread, company]);
  useEffect(
    () =>
      client.connection.on('new-chat-message', ({ conversationId, message }) => {
        if (message.senderType !== 'admin' || message.messageType === 'system') return;
        if (isLookedAt() || !settings.getSnapshot().notifications) return;
        const body = shownText([...message.message].slice(0, shownLetters).join(''));
        show(shownName(message.senderName ?? t('support')), body, conversationId);
      }),
    [client, settings, t],
  );
  return null;
}

/** One note a conversation: a newer one takes its place. Shown by the worker, which brings people back when it is pressed. */
async function show(title: string, body: string, conversationId: number): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration();
  const options = { body, tag: `conversation-${conversationId}`, data: { path: `/c/${conversationId}` } };
  await worker?.showNotification(title, options).catch(() => undefined);
}
