import './conversation-list.css';
import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useConsole } from '../../console/context.ts';
import { filterOf } from '../../console/view-search.ts';
import { ListRows } from './list-rows.tsx';

/** All conversations that fit the address, kept current. */
export function ConversationList({ openId }: { openId: number | undefined }) {
  const { list } = useConsole();
  const filter = JSON.stringify(filterOf(useSearch({ strict: false })));
  useEffect(() => {
    if (JSON.stringify(list.getSnapshot().filter) !== filter) list.setFilter(JSON.parse(filter));
  }, [list, filter]);
  return <ListRows list={list} filter={filter} openId={openId} />;
}
