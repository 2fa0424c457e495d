import { inOneTab } from '@livechat/ui/in-one-tab';
import { shownName, shownText } from '@livechat/ui/shown-text';
import { useObservable } from '@livechat/ui/use-observable';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';
import { playTone } from '../../console/tone.ts';
import { callsFor, titleOf } from './alert-of.ts';

/** Many messages at once are one sound. */
const soundEveryMs = 2_000;
const shownLetters = 140;

/** Calls a person who looks elsewhere: a sound, a note of the desktop, the count in the tab. Draws nothing. */
export function Alerts() {
  const { t } = useTranslation('notifications');
  const { client, settings, principal, company, list } = useConsole();
  const { page } = useObservable(list);
  const { conversationId } = useParams({ strict: false });
  const navigate = useNavigate();
  const openId = useRef(conversationId);
  openId.current = conversationId;
  const unread = page?.counts.unread ?? 0;

  useEffect(() => {
    document.title = titleOf(company.company.name, unread);
    return () => {
      document.title = company.company.name;
    };
  }, [unread, company]);

  useEffect(() => {
    let soundedAt = Number.NEGATIVE_INFINITY;
    return client.connection.on('new-user-message', ({ conversation, message }) => {
      const chosen = settings.getSnapshot();
      const sight = {
        isPageVisible: document.visibilityState === 'visible',
        openId: openId.current,
        ownId: principal.id,
      };
      inOneTab(`console/message-${message.id}`, sight.isPageVisible, () => {
        if (!callsFor(conversation, sight, chosen)) return;
        if (chosen.sound && performance.now() - soundedAt >= soundEveryMs) {
          soundedAt = performance.now();
          playTone();
        }
        if (!chosen.desktopNotifications) return;
        const text = shownText([...message.message].slice(0, shownLetters).join(''));
        showNote(shownName(message.senderName ?? t('customer')), text, conversation.id, () => {
          navigate({ to: '/conversations/$conversationId', params: { conversationId: conversation.id }, search: {} });
        });
      });
    });
  }, [client, settings, principal, navigate, t]);
  return null;
}

/** One note a conversation: a newer one takes its place. */
function showNote(title: string, body: string, conversationId: number, open: () => void): void {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return;
  try {
    const note = new Notification(title, { body, tag: `livechat-${conversationId}` });
    note.onclick = () => {
      window.focus();
      open();
      note.close();
    };
  } catch {
    // Browsers of phones show notes of service workers only.
  }
}
