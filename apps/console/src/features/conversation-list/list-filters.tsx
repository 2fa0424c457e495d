import { conversationStatuses, priorities } from '@livechat/contracts/chat/conversation';
import type { ConversationCounts } from '@livechat/contracts/chat/list-all-conversations';
import { shownName } from '@livechat/ui/shown-text';
import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { Link, useLocation, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../console/actions.ts';
import { useConsole } from '../../console/context.ts';
import { useAgents } from '../../console/use-agents.ts';
import { ViewSearch } from '../../console/view-search.ts';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The list was gone to for its search. */
    focusSearch?: boolean;
  }
}

const tabs = ['mine', 'unassigned', 'all'] as const;
const sorts = ['activity', 'oldest', 'priority', 'waiting'] as const;

/** Tabs, search, filters and order; what is chosen stands in the address. */
export const ListFilters = memo(function ListFilters({ counts }: { counts: ConversationCounts | undefined }) {
  const { t, i18n } = useTranslation('conversationList');
  const { actions } = useConsole();
  const view = useSearch({ strict: false });
  const navigate = useNavigate();
  const box = useRef<HTMLInputElement>(null);
  const [q, setQ] = useState(view.q ?? '');
  const { tab = 'all', status = 'open' } = view;
  const choose = (change: Partial<Record<keyof ViewSearch, unknown>>, replace = false) =>
    navigate({ to: '.', search: (before) => ViewSearch.parse({ ...before, ...change }), replace });
  const asked = useRef(view.q ?? '');
  const wanted = useRef(view.q);
  const search = useDebouncedCallback((text: string) => {
    // The address was changed by others since: what was typed before is over.
    if (wanted.current !== text) return;
    asked.current = text;
    choose({ q: text || undefined }, true);
  }, 250);
  // The address may be changed by others: the back button, a link. What was typed here since it was asked for stays.
  useEffect(() => {
    const inAddress = view.q ?? '';
    if (inAddress === asked.current) return;
    asked.current = inAddress;
    wanted.current = inAddress;
    setQ(inAddress);
  }, [view.q]);
  const focusSearch = useLocation({ select: ({ state }) => (state.focusSearch ? state.__TSR_key : undefined) });
  const { conversationId } = useParams({ strict: false });
  // The address comes first, and then the list is on the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list shows when no conversation is open
  useEffect(() => {
    if (focusSearch) box.current?.focus();
  }, [focusSearch, conversationId]);
  useAction(actions, {
    id: 'list.search',
    section: 'list',
    label: t('search'),
    run() {
      // Below 1200 px the list stands alone, or not at all.
      if (box.current && box.current.getClientRects().length > 0) box.current.focus();
      else navigate({ to: '/', search: (before) => before, state: (before) => ({ ...before, focusSearch: true }) });
    },
  });

  const agents = useAgents();
  /** How many a tab would list, as far as it is counted: those of the status that is chosen. */
  const countOf = (one: (typeof tabs)[number]) => {
    const counted = status === 'any' ? counts : counts?.byStatus?.[status];
    return counted && number.format(counted[one]);
  };
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <search className="list-filters">
      <nav className="list-tabs" aria-label={t('whose')}>
        {tabs.map((one) => (
          <Link
            key={one}
            to="."
            search={(before) => ({ ...before, tab: one === 'all' ? undefined : one, assignee: undefined })}
            // The address of all is a part of each other one; without this it would always be the current one, too.
            activeOptions={{ explicitUndefined: true }}
            aria-current={tab === one ? 'true' : undefined}
            className="list-tab"
          >
            {t(`tab.${one}`)}
            <span className="list-tab-count">{countOf(one)}</span>
          </Link>
        ))}
      </nav>
      <TextInput
        ref={box}
        type="search"
        size="xs"
        aria-label={t('search')}
        placeholder={t('searchPlaceholder')}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={q}
        maxLength={200}
        onChange={(event) => {
          setQ(event.currentTarget.value);
          wanted.current = event.currentTarget.value;
          search(event.currentTarget.value);
        }}
      />
      <div className="list-selects">
        <NativeSelect
          size="xs"
          aria-label={t('byStatus')}
          value={status}
          onChange={({ currentTarget: { value } }) => choose({ status: value === 'open' ? undefined : value })}
          data={[...conversationStatuses, 'any' as const].map((value) => ({ value, label: t(`status.${value}`) }))}
        />
        <NativeSelect
          size="xs"
          aria-label={t('byPriority')}
          value={view.priority ?? ''}
          onChange={({ currentTarget: { value } }) => choose({ priority: value || undefined })}
          data={[
            { value: '', label: t('priority.any') },
            ...priorities.map((value) => ({ value, label: t(`priority.${value}`) })),
          ]}
        />
        {tab === 'all' && (
          <NativeSelect
            size="xs"
            aria-label={t('byAssignee')}
            value={view.assignee ?? ''}
            onChange={({ currentTarget: { value } }) => choose({ assignee: value === '' ? undefined : Number(value) })}
            data={[
              { value: '', label: t('anyAssignee') },
              ...agents.map(({ id, displayName }) => ({ value: String(id), label: shownName(displayName) })),
            ]}
          />
        )}
        <NativeSelect
          size="xs"
          aria-label={t('order')}
          value={view.sort ?? 'activity'}
          onChange={({ currentTarget: { value } }) => choose({ sort: value === 'activity' ? undefined : value })}
          data={sorts.map((value) => ({ value, label: t(`sort.${value}`) }))}
        />
        <Checkbox
          size="xs"
          label={t('unreadOnly')}
          checked={view.unread ?? false}
          onChange={({ currentTarget: { checked } }) => choose({ unread: checked || undefined })}
        />
      </div>
    </search>
  );
});
