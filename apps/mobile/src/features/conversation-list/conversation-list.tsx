import './conversation-list.css';
import type { LocalMessage } from '@livechat/client/local-message';
import type { UserConversation } from '@livechat/contracts/chat/conversation';
import { failureText } from '@livechat/ui/failure-text';
import { useObservable } from '@livechat/ui/use-observable';
import { IconPlus, IconSettings } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useMobile } from '../../mobile/context.ts';
import { Screen } from '../../ui/screen.tsx';
import { StateOfScreen } from '../../ui/state-of-screen.tsx';
import { ConversationRow, WaitingRow } from './conversation-row.tsx';

/** All that a person has asked, newest activity first; above it what is still to be opened. */
export function ConversationList() {
  const { t } = useTranslation('conversationList');
  const { client, company, list } = useMobile();
  const { conversations, status, failure, hasMore, loadingMore } = useObservable(list);
  const unsent = useObservable(client.outbox.messages);
  const waiting = toOpen(unsent);
  const isEmpty = conversations.length === 0 && waiting.length === 0;
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = end;
    if (!current || !hasMore || loadingMore) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) list.loadMore();
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [list, hasMore, loadingMore]);

  return (
    <Screen
      title={company.company.name}
      actions={
        <Link href="/settings" className="icon-button" aria-label={t('settings')}>
          <IconSettings size={24} aria-hidden />
        </Link>
      }
    >
      <main className="list-screen">
        <div className="conversation-list">
          <h2 className="visually-hidden">{t('yourConversations')}</h2>
          {failure && !isEmpty && failure.kind === 'refused' && (
            <p className="note" data-kind="danger" role="status">
              {failureText(t, failure)}
            </p>
          )}
          {isEmpty ? (
            <Nothing list={list} status={status} failure={failure} />
          ) : (
            <ul className="rows">
              {waiting.map((local) => (
                <WaitingRow key={local.clientMessageId} local={local} />
              ))}
              {conversations.map((conversation) => (
                <ConversationRow
                  key={conversation.id}
                  conversation={conversation}
                  unsent={newestOf(unsent, conversation)}
                />
              ))}
            </ul>
          )}
          {hasMore && (
            <div ref={end} className="rows-end">
              {loadingMore ? t('loadingMore') : ''}
            </div>
          )}
        </div>
        <div className="screen-foot">
          <Link href="/new" className="button" data-kind="primary">
            <IconPlus size={20} aria-hidden />
            {t('newConversation')}
          </Link>
        </div>
      </main>
    </Screen>
  );
}

function Nothing({
  list,
  status,
  failure,
}: Pick<ReturnType<ReturnType<typeof useMobile>['list']['getSnapshot']>, 'status' | 'failure'> & {
  list: ReturnType<typeof useMobile>['list'];
}) {
  const { t } = useTranslation('conversationList');
  if (failure)
    return (
      <StateOfScreen title={failureText(t, failure)}>
        <button type="button" className="button" onClick={list.reload}>
          {t('retry')}
        </button>
      </StateOfScreen>
    );
  if (status === 'loading')
    return (
      <div aria-hidden className="rows-skeleton">
        {['first', 'second', 'third', 'fourth'].map((row) => (
          <div key={row} className="skeleton" />
        ))}
      </div>
    );
  return (
    <StateOfScreen title={t('nothingYet')}>
      <p>{t('nothingYetHint')}</p>
    </StateOfScreen>
  );
}

/** First messages of conversations that are not known to be opened. */
function toOpen(locals: readonly LocalMessage[]): LocalMessage[] {
  return locals.filter(({ subject }) => subject !== undefined).toReversed();
}

/** The newest own message that is not stored yet. */
function newestOf(locals: readonly LocalMessage[], { id }: UserConversation): LocalMessage | undefined {
  return locals.findLast(({ conversation }) => conversation === id);
}
