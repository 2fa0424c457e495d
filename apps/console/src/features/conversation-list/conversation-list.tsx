import './conversation-list.css';
import type { StaffList } from '@livechat/client/staff-client';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useConsole } from '../../console/context.ts';
import { filterOf } from '../../console/view-search.ts';
import { ListFilters } from './list-filters.tsx';
import { ListRows } from './list-rows.tsx';

/** All conversations that fit the address, kept current. */
export function ConversationList({ openId }: { openId: number | undefined }) {
  const { client } = useConsole();
  const filter = JSON.stringify(filterOf(useSearch({ strict: false })));
  const [list, setList] = useState<StaffList>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter is for the list that there is
  useEffect(() => {
    const made = client.listConversations(JSON.parse(filter));
    setList(made);
    return () => made.close();
  }, [client]);
  useEffect(() => {
    if (list && JSON.stringify(list.getSnapshot().filter) !== filter) list.setFilter(JSON.parse(filter));
  }, [list, filter]);

  return list ? <ListRows list={list} filter={filter} openId={openId} /> : <ListFilters counts={undefined} />;
}
