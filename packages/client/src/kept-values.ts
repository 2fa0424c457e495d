import { Conversation, UserConversation } from '@livechat/contracts/chat/conversation';
import { Message } from '@livechat/contracts/chat/message';
import { Timestamp } from '@livechat/contracts/fields';
import { z } from 'zod';
import type { MessageWindow } from './message-window.ts';

/** To be raised when what is kept means something else than before, though it may look the same. */
const version = 1;
/** Of one conversation; older ones are loaded as one scrolls. */
const maxMessages = 200;
/** Of the list: its first page. */
const maxRows = 50;

/** The newest part of a conversation, as it was on this device. */
export const KeptConversation = z
  .object({
    version: z.literal(version),
    conversation: Conversation,
    held: z.array(z.object({ message: Message, contentAt: Timestamp })).min(1),
    hasOlder: z.boolean(),
  })
  .refine(({ conversation, held }) =>
    held.every(
      ({ message }, index) =>
        message.conversationId === conversation.id && message.seq === (held[0]?.message.seq ?? 0) + index,
    ),
  );
export type KeptConversation = z.infer<typeof KeptConversation>;

/** The first page of a person's unfiltered list. */
export const KeptList = z.object({ version: z.literal(version), conversations: z.array(UserConversation) });
export type KeptList = z.infer<typeof KeptList>;

/** Whether it was written by a version of this package that kept something else: then it is no fault that it does not fit. */
export function isOfOtherVersion(value: unknown): boolean {
  return Object(value).version !== version;
}

export function keptConversationOf(conversation: Conversation, window: MessageWindow): KeptConversation {
  const newest = window.messages.slice(-maxMessages);
  const held = newest.map((message) => ({
    message,
    contentAt: window.contentAt.get(message.seq) ?? message.updatedAt,
  }));
  return { version, conversation, held, hasOlder: window.hasOlder || newest.length < window.messages.length };
}

export function heldIn({
  held,
  hasOlder,
}: KeptConversation): Pick<MessageWindow, 'messages' | 'contentAt' | 'hasOlder'> {
  return {
    messages: held.map(({ message }) => message),
    contentAt: new Map(held.map(({ message, contentAt }) => [message.seq, contentAt])),
    hasOlder,
  };
}

export function keptListOf(conversations: readonly UserConversation[]): KeptList {
  return { version, conversations: conversations.slice(0, maxRows) };
}
