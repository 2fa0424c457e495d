import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import type { CallFailure } from './answer.ts';
import { emptyWindow, lastSeq, type MessageWindow } from './message-window.ts';
import type { Observable } from './observable.ts';

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

/** The messages of one conversation, kept as the store has them. */
export interface ConversationFeed {
  state: Observable<FeedState>;
  /** Takes in a message that came by another way. */
  take(message: Message, conversation?: Conversation): void;
  know(conversation: Conversation): void;
  loadOlder(): Promise<boolean>;
  /** Compares all that is held with the store, now. */
  check(): void;
  /** Asks how far the conversation is now: until that is known it is not `told`. */
  catchUp(): void;
  /** Nobody looks at it now: what is held stays, and nothing new is read or heard until `resume`. */
  pause(): void;
  resume(): void;
  close(): void;
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
