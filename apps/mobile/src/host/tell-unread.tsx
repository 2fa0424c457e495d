import { useObservable } from '@livechat/ui/use-observable';
import { useEffect } from 'react';
import { useMobile } from '../mobile/context.ts';
import { useHost } from './context.ts';

/** Tells the host how many messages this person has not read; nobody has none. Draws nothing. */
export function TellUnread() {
  const host = useHost();
  const { conversations } = useObservable(useMobile().list);
  const count = conversations.reduce((sum, { userUnreadCount }) => sum + userUnreadCount, 0);
  useEffect(() => {
    host?.tell({ type: 'unread', count });
  }, [host, count]);
  useEffect(() => () => host?.tell({ type: 'unread', count: 0 }), [host]);
  return null;
}
