import { useRouter } from '@tanstack/react-router';
import { useMemo, useRef, useSyncExternalStore } from 'react';
import { ViewSearch } from './view-search.ts';

export interface Shown {
  conversationId: number | undefined;
  /** On a narrow screen the side panel stands in place of the conversation. */
  panel: boolean;
}

/**
 * What of the inbox the address names. Read from the address itself: the router's own hooks tell it in a transition of
 * low priority, which costs a switch between conversations two frames more. On the way to another screen it stays what
 * it was, as that of the inbox does until the other screen is drawn.
 */
export function useShown(): Shown {
  const router = useRouter();
  const location = useSyncExternalStore(router.history.subscribe, () => router.history.location);
  const before = useRef<Shown>({ conversationId: undefined, panel: false });
  return useMemo(() => {
    const { pathname, search } = router.parseLocation(location);
    const [, { conversationId }, route] = router.getMatchedRoutes(pathname);
    if (route?.fullPath === '/settings') return before.current;
    const id = Number(conversationId);
    const shown = {
      conversationId: Number.isSafeInteger(id) && id > 0 ? id : undefined,
      panel: ViewSearch.parse(search).panel === true,
    };
    before.current = shown;
    return shown;
  }, [router, location]);
}
