import type { GiveToken } from './tokens.ts';

/** `LiveChat` on the page. */
interface LiveChat {
  token?: GiveToken;
  open?: (conversation?: number | 'new') => void;
  close?: () => void;
  on?: (event: 'unread', listener: (count: number) => void) => () => void;
}

export interface PageApi {
  /** What the page has set as `LiveChat.token`. */
  give(): GiveToken | undefined;
  tellUnread(count: number): void;
}

interface Parts {
  open(conversation?: number | 'new'): void;
  close(): void;
  /** The page has set another function: somebody may have signed in or out. */
  onGive(): void;
}

/** The page may have made `LiveChat` before this script came; it stays the same object. */
export function createPageApi({ open, close, onGive }: Parts): PageApi {
  const page = window as { LiveChat?: LiveChat };
  page.LiveChat ??= {};
  const { LiveChat } = page;
  const listeners = new Set<(count: number) => void>();
  let give = LiveChat.token;
  Object.defineProperty(LiveChat, 'token', {
    enumerable: true,
    configurable: true,
    get: () => give,
    set(next: GiveToken | undefined) {
      give = next;
      onGive();
    },
  });
  LiveChat.open = (conversation) => open(conversation);
  LiveChat.close = () => close();
  LiveChat.on = (event, listener) => {
    if (event !== 'unread') throw new TypeError(`LiveChat tells of "unread", not of "${event}"`);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    give: () => (typeof give === 'function' ? give : undefined),
    tellUnread(count) {
      for (const listener of listeners) listener(count);
    },
  };
}
