import { Text } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Conversation } from '../features/conversation/conversation.tsx';
import { ConversationList } from '../features/conversation-list/conversation-list.tsx';
import { ManageConversation } from '../features/management/manage-conversation.tsx';
import { SidePanel } from '../features/side-panel/side-panel.tsx';
import { EmptyState } from '../ui/state-of-screen.tsx';

/** List, conversation and side panel: beside each other where there is room, else one at a time (app.css). */
export function Inbox() {
  const { t } = useTranslation('app');
  const { conversationId } = useParams({ strict: false });
  const { panel } = useSearch({ strict: false });
  const shows = conversationId === undefined ? 'list' : panel ? 'panel' : 'conversation';
  return (
    <main className="inbox" data-shows={shows}>
      <section className="inbox-list" aria-label={t('conversations')}>
        <ConversationList openId={conversationId} />
      </section>
      <section className="inbox-conversation" id="conversation" tabIndex={-1}>
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
      {conversationId !== undefined && (
        <aside className="inbox-panel" aria-label={t('sidePanel')}>
          <SidePanel key={conversationId} conversationId={conversationId} />
        </aside>
      )}
    </main>
  );
}
