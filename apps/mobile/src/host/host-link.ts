import type { Host } from './hosted-by.ts';
import { type AppMessage, HostMessage } from './messages.ts';
import { toNative } from './to-native.ts';

/** A message as it is written, without the number that all have. */
export type Said = AppMessage extends infer Each ? (Each extends AppMessage ? Omit<Each, 'livechat'> : never) : never;

export interface HostLink {
  tell(message: Said): void;
  close(): void;
}

export type OwnPage = Pick<Window, 'parent' | 'addEventListener' | 'removeEventListener'> & {
  location: Pick<Location, 'origin'>;
};

/**
 * Talks with the host and with nobody else. Only what the framing page itself sends counts, from the origin that it was
 * announced with; in a web view only what was said within this page, where nobody but the application can run a script.
 */
export function openHostLink(host: Host, hear: (message: HostMessage) => void, page: OwnPage = window): HostLink {
  const source: unknown = host.kind === 'native' ? page : page.parent;
  const origin = host.kind === 'native' ? page.location.origin : host.origin;
  const listen = (event: MessageEvent) => {
    if (event.source !== source || event.origin !== origin) return;
    const message = HostMessage.safeParse(event.data);
    if (message.success) hear(message.data);
  };
  page.addEventListener('message', listen);
  return {
    tell(said) {
      const message = { livechat: 1 as const, ...said };
      if (host.kind === 'native') toNative(message);
      else page.parent.postMessage(message, host.origin);
    },
    close: () => page.removeEventListener('message', listen),
  };
}
