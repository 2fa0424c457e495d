import type { AppMessage } from './messages.ts';

/** What each kind of web view puts into the page, when the application asks it to. */
interface Channels {
  webkit?: { messageHandlers?: { livechat?: { postMessage(message: AppMessage): void } } };
  LiveChatAndroid?: { postMessage(json: string): void };
  ReactNativeWebView?: { postMessage(json: string): void };
  /** A channel of Flutter. */
  LiveChat?: { postMessage(json: string): void };
}

/** Tells the application through whichever channel there is: plain data where it may be, else JSON. */
export function toNative(message: AppMessage, channels: Channels = globalThis as Channels): void {
  const { webkit, LiveChatAndroid, ReactNativeWebView, LiveChat } = channels;
  webkit?.messageHandlers?.livechat?.postMessage(message);
  for (const channel of [LiveChatAndroid, ReactNativeWebView, LiveChat]) channel?.postMessage(JSON.stringify(message));
}
