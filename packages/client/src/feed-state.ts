import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { CallFailure } from './answer.ts';
import { emptyWindow, lastSeq, type MessageWindow } from './message-window.ts';

export interface FeedState {
  window: MessageWindow;
  conversation: Conversation | undefined;
  /** Followed live, with nothing missing as far as is known. */
  live: boolean;
  /** The store has said how far the conversation is, since it was opened, resumed or asked to catch up. */
  told: boolean;
  loadingOlder: boolean;
  /** Why nothing can be shown, when that is for good. */
  failure: CallFailure | undefined;
}

export const emptyFeed: FeedState = {
  window: emptyWindow,
  conversation: undefined,
  live: false,
  told: false,
  loadingOlder: false,
  failure: undefined,
};

/** Whether all is held up to the last message of which the store has told. */
export function isCaughtUp({ told, window, conversation }: FeedState): boolean {
  return told && window.loaded && conversation !== undefined && lastSeq(window) >= conversation.lastSeq;
}
