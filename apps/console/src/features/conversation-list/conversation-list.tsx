import './conversation-list.css';
import { Button, Skeleton } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../console/actions.ts';
import { useConsole } from '../../console/context.ts';
import { failureText } from '../../console/failure-text.ts';
import { shownOf } from '../../console/manage.ts';
import { useObservable } from '../../console/use-observable.ts';
import { filterOf } from '../../console/view-search.ts';
import { EmptyState, ErrorState } from '../../ui/state-of-screen.tsx';
import { ConversationRow } from './conversation-row.tsx';
import { ListFilters } from './list-filters.tsx';
import { useHeldOrder } from './use-held-order.ts';

/** Rows are of one height, so that nothing jumps while they are drawn. */
const rowPx = 92;

export function ConversationList({ openId }: { openId: number | undefined }) {
  const { t } = useTranslation('conversationList');
  const { client, manage, actions } = useConsole();
  const view = useSearch({ strict: false });
  const navigate = useNavigate();
  const [list, setList] = useState(() => client.listConversations(filterOf(view)));
  const snapshot = useObservable(list);
  const pending = useObservable(manage.pending);
  const people = useObservable(client.presence.people);
  const scroller = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState(false);
  const filter = JSON.stringify(filterOf(view));

  useEffect(() => {
    const made = client.listConversations(JSON.parse(filter));
    setList(made);
    scroller.current?.scrollTo({ top: 0 });
    return () => made.close();
  }, [client, filter]);

  const rows = useHeldOrder(snapshot.conversations, held);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 6,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const shown = virtualizer.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (snapshot.hasMore && last >= rows.length - 10) list.loadMore();
  }, [last, rows.length, snapshot.hasMore, list]);

  const at = useMemo(() => rows.findIndex(({ id }) => id === openId), [rows, openId]);
  const open = (index: number) => {
    const row = rows[index];
    if (!row) return;
    virtualizer.scrollToIndex(index);
    navigate({
      to: '/conversations/$conversationId',
      params: { conversationId: row.id },
      search: (before) => ({ ...before, panel: undefined }),
    });
  };
  useAction(actions, { id: 'list.next', section: 'list', label: t('next'), run: () => open(at + 1) });
  useAction(actions, {
    id: 'list.previous',
    section: 'list',
    label: t('previous'),
    run: () => open(Math.max(0, at - 1)),
  });

  const isFiltered = Object.keys(filterOf(view)).some((name) => name !== 'status');
  return (
    <>
      <ListFilters counts={snapshot.page?.counts} />
      {/* What would move under the pointer waits until it has gone. */}
      <div
        className="list-scroller"
        ref={scroller}
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
        aria-busy={snapshot.status === 'loading'}
      >
        {snapshot.status === 'loading' && rows.length === 0 && !snapshot.failure && <ListSkeleton />}
        {snapshot.failure && rows.length === 0 && (
          <ErrorState title={failureText(t, snapshot.failure)} onRetry={list.reload} />
        )}
        {snapshot.status === 'ready' && rows.length === 0 && (
          <EmptyState title={isFiltered ? t('noneFits') : t('none')}>
            {isFiltered && (
              <Button variant="default" size="xs" onClick={() => navigate({ to: '.', search: {} })}>
                {t('clearFilters')}
              </Button>
            )}
          </EmptyState>
        )}
        <ul className="list-rows" style={{ height: virtualizer.getTotalSize() }}>
          {shown.map(({ index, start, key }) => {
            const row = rows[index];
            return (
              row && (
                <li key={key} style={{ transform: `translateY(${start}px)`, height: rowPx }}>
                  <ConversationRow
                    conversation={shownOf(row, pending)}
                    online={people.get(`user:${row.userId}`) ?? row.user.online}
                    isOpen={row.id === openId}
                  />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </>
  );
}

function ListSkeleton() {
  return (
    <div aria-hidden className="list-skeleton">
      {Array.from({ length: 8 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <Skeleton key={index} height={rowPx - 16} radius="md" />
      ))}
    </div>
  );
}
