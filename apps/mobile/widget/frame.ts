import type { AppMessage, HostMessage } from '../src/host/messages.ts';

/** A message to the app as it is written, without the number that all have. */
type Said = HostMessage extends infer Each ? (Each extends HostMessage ? Omit<Each, 'livechat'> : never) : never;

export interface Frame {
  element: HTMLIFrameElement;
  /** What is said before the app is there is lost: it is said when it is ready. */
  tell(message: Said): void;
  load(): void;
}

/** The app in a frame. Only what that frame says is heard, from the app's own origin, and it alone is told something. */
export function createFrame(address: URL, hear: (message: AppMessage) => void): Frame {
  const element = document.createElement('iframe');
  // Copying a message is asked for within the app.
  element.allow = 'clipboard-write';
  addEventListener('message', ({ source, origin, data }) => {
    if (source === null || source !== element.contentWindow || origin !== address.origin) return;
    // From the app's own origin: what it sends has the shape that its types say.
    if (data?.livechat === 1) hear(data as AppMessage);
  });
  return {
    element,
    tell: (message) => element.contentWindow?.postMessage({ livechat: 1, ...message }, address.origin),
    load() {
      element.src = address.href;
    },
  };
}
