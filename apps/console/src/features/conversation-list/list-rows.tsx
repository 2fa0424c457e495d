import type { StaffList } from '@livechat/client/staff-client';
import { failureText } from '@livechat/ui/failure-text';
import { useObservable } from '@livechat/ui/use-observable';
import { Button, Skeleton } from '@mantine/core';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../console/actions.ts';
import { useConsole } from '../../console/context.ts';
import { shownOf } from '../../console/manage.ts';
import { useAgents } from '../../console/use-agents.ts';
import { EmptyState, ErrorState } from '../../ui/state-of-screen.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { ConversationRow } from './conversation-row.tsx';
import { movedBy } from './kept-place.ts';
import { ListFilters } from './list-filters.tsx';
import { nothingSelected, onlyOf, toggled } from './selection.ts';
import { useHeldRows } from './use-held-rows.ts';
import { useRowFocus } from './use-row-focus.ts';

/** Rows are of one height, so that nothing jumps while they are drawn. */
const rowPx = 92;

export function ListRows({ list, filter, openId }: { list: StaffList; filter: string; openId: number | undefined }) {
  const { t } = useTranslation('conversationList');
  const { client, conversations: opened, manage, actions } = useConsole();
  const navigate = useNavigate();
  const router = useRouter();
  const view = useSearch({ strict: false });
  const snapshot = useObservable(list);
  const pending = useObservable(manage.pending);
  const people = useObservable(client.presence.people);
  const agents = useAgents();
  const scroller = useRef<HTMLDivElement>(null);
  const [selection, setSelection] = useState(nothingSelected);
  const { conversations, hasMore, loadingMore, status, failure } = snapshot;

  const { shown: rows, hold, release } = useHeldRows(conversations, filter, status === 'ready');
  const at = useMemo(() => rows.findIndex(({ id }) => id === openId), [rows, openId]);
  // Where the open one was: from there on it goes, also when it was closed and has left the list.
  const place = useRef({ openId, at });
  if (at >= 0 || place.current.openId !== openId) place.current = { openId, at };
  const nextAt = at >= 0 ? at + 1 : Math.max(place.current.at, 0);
  const previousAt = at >= 0 ? at - 1 : place.current.at - 1;
  // What the row says is shown while the conversation is read: the box and the keys are there at once.
  const openRow = rows[at];
  useEffect(() => {
    if (openRow) opened.open(openRow.id).know(openRow);
  }, [openRow, opened]);
  const scrollTo = (index: number) => virtualizer.scrollToIndex(index);
  const { focusedId, focusedAt, setFocusedId, focusRow } = useRowFocus(rows, scrollTo, scroller);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 3,
    getItemKey: useCallback((index: number) => rows[index]?.id ?? index, [rows]),
    // The row that has the focus stays, however far away it is scrolled: the focus would be lost with it.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      if (focusedAt < 0 || shown.includes(focusedAt)) return shown;
      return [...shown, focusedAt].sort((one, other) => one - other);
    },
  });
  // Before the range is read, which it brings up to date: else it would be that of the drawing before.
  const drawn = virtualizer.getVirtualItems();
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

  const openOne = useCallback(
    (conversationId: number) =>
      navigate({
        to: '/conversations/$conversationId',
        params: { conversationId },
        search: (before) => ({ ...before, panel: undefined }),
      }),
    [navigate],
  );
  /** What follows the conversation's number in its address. */
  const search = useMemo(
    () => router.buildLocation({ to: '/', search: { ...view, panel: undefined } }).searchStr,
    [router, view],
  );
  const open = (index: number) => {
    const row = rows[index];
    if (!row) return;
    if (scroller.current?.contains(document.activeElement)) focusRow(index);
    else virtualizer.scrollToIndex(index);
    openOne(row.id);
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
    offer('list.next', t('next'), () => open(nextAt), nextAt < rows.length),
  );
  useAction(
    actions,
    offer('list.previous', t('previous'), () => open(previousAt), previousAt >= 0),
  );
  // Who has left the list is no longer chosen, also when they come back.
  useEffect(() => {
    setSelection((before) => onlyOf(before, rows));
  }, [rows]);
  const selectable = focusedId ?? openId;
  useAction(
    actions,
    offer(
      'list.select',
      t('select'),
      () => selectable !== undefined && select(selectable, false),
      selectable !== undefined,
    ),
  );

  const chosen = selection.ids.size === 0 ? [] : rows.filter(({ id }) => selection.ids.has(id));
  const isFiltered = Object.keys(JSON.parse(filter)).some((name) => name !== 'status' && name !== 'sort');
  return (
    <>
      <ListFilters counts={snapshot.page?.counts} />
      {chosen.length > 0 && (
        <BulkBar
          conversations={chosen}
          onDone={() => {
            setSelection(nothingSelected);
            // The bar goes, and the focus with it.
            focusRow(rows.findIndex(({ id }) => id === chosen[0]?.id));
          }}
        />
      )}
      {/* What would move under the pointer waits until it has gone or lies still. */}
      <div
        className="list-scroller"
        ref={scroller}
        tabIndex={-1}
        onPointerEnter={hold}
        onPointerMove={hold}
        onPointerLeave={release}
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
          {drawn.map(({ index, start, key }) => {
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
                    href={`${router.basepath}/conversations/${row.id}${search}`}
                    onOpen={openOne}
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
