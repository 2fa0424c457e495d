import { Text } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { memo, useDeferredValue, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShown } from '../console/use-shown.ts';
import { Conversation } from '../features/conversation/conversation.tsx';
import { ConversationList } from '../features/conversation-list/conversation-list.tsx';
import { ManageConversation } from '../features/management/manage-conversation.tsx';
import { SidePanel } from '../features/side-panel/side-panel.tsx';
import { EmptyState } from '../ui/state-of-screen.tsx';

const Panel = memo(SidePanel);

/** List, conversation and side panel: beside each other where there is room, else one at a time (app.css). */
export function Inbox() {
  const { t } = useTranslation('app');
  const { conversationId, panel } = useShown();
  const shows = conversationId === undefined ? 'list' : panel ? 'panel' : 'conversation';
  // The messages are what a person waits for: the panel of the last one stays for the moment that its own needs more.
  const panelId = useDeferredValue(conversationId);
  // With another conversation the parts of the last one go, and with them the focus, if it was there.
  const section = useRef<HTMLElement>(null);
  const before = useRef(conversationId);
  useEffect(() => {
    if (before.current === conversationId) return;
    before.current = conversationId;
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body) section.current?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [conversationId]);
  return (
    <main className="inbox" data-shows={shows}>
      <h1 className="visually-hidden">{t('conversations')}</h1>
      <section className="inbox-list" aria-label={t('conversations')}>
        <ConversationList openId={conversationId} />
      </section>
      <section className="inbox-conversation" id="conversation" tabIndex={-1} ref={section}>
        {conversationId === undefined ? (
          <EmptyState icon={<IconMessages size={40} stroke={1.2} aria-hidden />} title={t('nothingOpen')}>
            <Text c="dimmed" size="sm">
              {t('nothingOpenHint')}
            </Text>
          </EmptyState>
        ) : (
          <Conversation
            key={conversationId}
            conversationId={conversationId}
            management={<ManageConversation conversationId={conversationId} />}
          />
        )}
      </section>
      {conversationId !== undefined && panelId !== undefined && (
        <aside className="inbox-panel" aria-label={t('sidePanel')} inert={panelId !== conversationId}>
          <Panel key={panelId} conversationId={panelId} />
        </aside>
      )}
    </main>
  );
}
