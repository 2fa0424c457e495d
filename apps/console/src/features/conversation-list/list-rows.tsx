import type { StaffList } from '@livechat/client/staff-client';
import { Button, Skeleton } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../console/actions.ts';
import { useConsole } from '../../console/context.ts';
import { failureText } from '../../console/failure-text.ts';
import { shownOf } from '../../console/manage.ts';
import { useAgents } from '../../console/use-agents.ts';
import { useObservable } from '../../console/use-observable.ts';
import { EmptyState, ErrorState } from '../../ui/state-of-screen.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { ConversationRow } from './conversation-row.tsx';
import { heldOrder } from './held-order.ts';
import { movedBy } from './kept-place.ts';
import { ListFilters } from './list-filters.tsx';
import { nothingSelected, toggled } from './selection.ts';

/** Rows are of one height, so that nothing jumps while they are drawn. */
const rowPx = 92;

export function ListRows({ list, filter, openId }: { list: StaffList; filter: string; openId: number | undefined }) {
  const { t } = useTranslation('conversationList');
  const { client, manage, actions } = useConsole();
  const navigate = useNavigate();
  const snapshot = useObservable(list);
  const pending = useObservable(manage.pending);
  const people = useObservable(client.presence.people);
  const agents = useAgents();
  const scroller = useRef<HTMLDivElement>(null);
  const [heldIds, setHeldIds] = useState<readonly number[]>();
  const [selection, setSelection] = useState(nothingSelected);
  const [focusedId, setFocusedId] = useState<number>();
  const { conversations, hasMore, loadingMore, status, failure } = snapshot;

  const rows = useMemo(() => (heldIds ? heldOrder(conversations, heldIds) : conversations), [conversations, heldIds]);
  const at = useMemo(() => rows.findIndex(({ id }) => id === openId), [rows, openId]);
  const focusedAt = useMemo(() => rows.findIndex(({ id }) => id === focusedId), [rows, focusedId]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 6,
    getItemKey: (index) => rows[index]?.id ?? index,
    // The row that has the focus stays, however far away it is scrolled: the focus would be lost with it.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      if (focusedAt < 0 || shown.includes(focusedAt)) return shown;
      return [...shown, focusedAt].sort((one, other) => one - other);
    },
  });
  const { startIndex = 0, endIndex = 0 } = virtualizer.range ?? {};

  useEffect(() => list.look(startIndex, endIndex), [list, startIndex, endIndex]);
  useEffect(() => {
    if (hasMore && !loadingMore && endIndex >= rows.length - 20) list.loadMore();
  }, [endIndex, rows.length, hasMore, loadingMore, list]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter is another list
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
    setSelection(nothingSelected);
  }, [filter]);
  const before = useRef(rows);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && element.scrollTop >= rowPx && before.current !== rows) {
      element.scrollTop += movedBy(before.current, rows, Math.floor(element.scrollTop / rowPx)) * rowPx;
    }
    before.current = rows;
  }, [rows]);

  /** Puts the focus on a row, which may have to be drawn first. */
  const focusRow = (index: number) => {
    const id = rows[index]?.id;
    if (id === undefined) return;
    setFocusedId(id);
    virtualizer.scrollToIndex(index);
    requestAnimationFrame(() => document.getElementById(`row-${id}`)?.focus({ preventScroll: true }));
  };
  const open = (index: number) => {
    const row = rows[index];
    if (!row) return;
    if (scroller.current?.contains(document.activeElement)) focusRow(index);
    else virtualizer.scrollToIndex(index);
    navigate({
      to: '/conversations/$conversationId',
      params: { conversationId: row.id },
      search: (view) => ({ ...view, panel: undefined }),
    });
  };
  const order = useRef(rows);
  order.current = rows;
  const select = useCallback((id: number, asRange: boolean) => {
    const ids = order.current.map((row) => row.id);
    setSelection((chosen) => toggled(chosen, ids, id, asRange));
  }, []);
  const offer = (id: string, label: string, run: () => void, isOffered: boolean) =>
    isOffered ? { id, section: 'list' as const, label, run } : undefined;
  useAction(
    actions,
    offer('list.next', t('next'), () => open(at + 1), at + 1 < rows.length),
  );
  useAction(
    actions,
    offer('list.previous', t('previous'), () => open(at - 1), at > 0),
  );
  const selectable = focusedId ?? openId;
  useAction(
    actions,
    offer('list.select', t('select'), () => selectable !== undefined && select(selectable, false), rows.length > 0),
  );

  const chosen = rows.filter(({ id }) => selection.ids.has(id));
  const isFiltered = Object.keys(JSON.parse(filter)).some((name) => name !== 'status' && name !== 'sort');
  return (
    <>
      <ListFilters counts={snapshot.page?.counts} />
      {chosen.length > 0 && <BulkBar conversations={chosen} onDone={() => setSelection(nothingSelected)} />}
      {/* What would move under the pointer waits until it has gone. */}
      <div
        className="list-scroller"
        ref={scroller}
        onPointerEnter={() => setHeldIds(rows.map(({ id }) => id))}
        onPointerLeave={() => setHeldIds(undefined)}
        aria-busy={status === 'loading'}
      >
        {status === 'loading' && rows.length === 0 && !failure && <ListSkeleton />}
        {failure && rows.length === 0 && <ErrorState title={failureText(t, failure)} onRetry={list.reload} />}
        {status === 'ready' && rows.length === 0 && !hasMore && (
          <EmptyState title={isFiltered ? t('noneFits') : t('none')}>
            {isFiltered && (
              <Button variant="default" size="xs" onClick={() => navigate({ to: '.', search: {} })}>
                {t('clearFilters')}
              </Button>
            )}
          </EmptyState>
        )}
        <ul
          className="list-rows"
          aria-label={t('list')}
          data-selecting={chosen.length > 0 || undefined}
          style={{ height: virtualizer.getTotalSize() }}
          onFocus={({ target }) => setFocusedId(Number(target.closest('li')?.dataset.id))}
          onBlur={() => setFocusedId(undefined)}
          onKeyDown={(event) => {
            const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (event.key === 'Escape') setSelection(nothingSelected);
            if (by === undefined || focusedAt < 0) return;
            event.preventDefault();
            focusRow(focusedAt + by);
          }}
        >
          {virtualizer.getVirtualItems().map(({ index, start, key }) => {
            const row = rows[index];
            return (
              row && (
                <li
                  key={key}
                  data-id={row.id}
                  aria-posinset={index + 1}
                  aria-setsize={hasMore ? -1 : rows.length}
                  style={{ transform: `translateY(${start}px)`, height: rowPx }}
                >
                  <ConversationRow
                    conversation={shownOf(row, pending)}
                    online={people.get(`user:${row.userId}`) ?? row.user.online}
                    agents={agents}
                    isOpen={row.id === openId}
                    isSelected={selection.ids.has(row.id)}
                    onSelect={select}
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
