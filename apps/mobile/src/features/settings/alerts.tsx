import { inOneTab } from '@livechat/ui/in-one-tab';
import { isShownInATab, tellShown } from '@livechat/ui/shown-in-tabs';
import { shownName, shownText } from '@livechat/ui/shown-text';
import { useObservable } from '@livechat/ui/use-observable';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from 'wouter';
import { useMobile } from '../../mobile/context.ts';
import { isLookedAt, onLookedAt } from '../../mobile/looked-at.ts';

const shownLetters = 140;

/** Calls a person who looks elsewhere: a note of the system, the count on the app's icon and in the title. Draws nothing. */
export function Alerts() {
  const { t } = useTranslation('settings');
  const { client, settings, company, list, sender } = useMobile();
  const { conversations } = useObservable(list);
  const unread = conversations.reduce((sum, { userUnreadCount }) => sum + userUnreadCount, 0);
  useEffect(() => {
    const { name } = company.company;
    document.title = unread > 0 ? `(${unread}) ${name}` : name;
    // Not in every browser, and only for what is installed.
    navigator.setAppBadge?.(unread).catch(() => undefined);
  }, [unread, company]);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    // Whoever has the phone next is not to find what this person was told.
    return () => {
      isHere.current = false;
      document.title = company.company.name;
      navigator.setAppBadge?.(0).catch(() => undefined);
      closeNotes(({ data }) => data?.sender === sender);
    };
  }, [company, sender]);
  const shownId = useShownId();
  useEffect(() => {
    if (shownId === undefined) return;
    // What is looked at needs no note any more.
    closeNotes(({ tag }) => tag === tagOf(shownId));
    return tellShown(nameOf(shownId));
  }, [shownId]);
  const now = useRef(shownId);
  now.current = shownId;
  useEffect(
    () =>
      client.connection.on('new-chat-message', ({ conversationId, message }) => {
        if (message.senderType !== 'admin' || message.messageType === 'system') return;
        if (!settings.getSnapshot().notifications) return;
        const isShownHere = () => now.current === conversationId;
        inOneTab(`app/message-${message.id}`, isShownHere(), async () => {
          if (isShownHere() || (await isShownInATab(nameOf(conversationId)))) return;
          if (!isHere.current) return;
          const body = shownText([...message.message].slice(0, shownLetters).join(''));
          await show(shownName(message.senderName ?? t('support')), body, { conversationId, sender });
          // It may have taken until they were gone.
          if (!isHere.current) closeNotes(({ data }) => data?.sender === sender);
        });
      }),
    [client, settings, sender, t],
  );
  return null;
}

const nameOf = (conversationId: number) => `app/conversation-${conversationId}`;
const tagOf = (conversationId: number) => `conversation-${conversationId}`;

/** The conversation that this tab has before somebody's eyes. */
function useShownId(): number | undefined {
  const { outbox } = useMobile().client;
  // Begun under a name, it has its id later.
  useObservable(outbox.messages);
  const [isOpen, parts] = useRoute('/c/:ref');
  const isSeen = useSyncExternalStore(onLookedAt, isLookedAt);
  if (!isOpen || !isSeen) return undefined;
  return outbox.idOf(/^\d+$/.test(parts.ref) ? Number(parts.ref) : parts.ref);
}

/** One note a conversation: a newer one takes its place. Shown by the worker, which brings people back when it is pressed. */
async function show(title: string, body: string, about: { conversationId: number; sender: string }): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration();
  const { conversationId, sender } = about;
  const options = { body, tag: tagOf(conversationId), data: { path: `/c/${conversationId}`, sender } };
  await worker?.showNotification(title, options).catch(() => undefined);
}

async function closeNotes(isMeant: (note: Notification) => boolean): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  const notes = await worker?.getNotifications().catch(() => undefined);
  for (const note of notes ?? []) if (isMeant(note)) note.close();
}
