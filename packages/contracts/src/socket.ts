import { z } from 'zod';
import { Conversation } from './chat/conversation.ts';
import { DeliveryMark, ReadMark } from './chat/events.ts';
import { Message } from './chat/message.ts';
import { typing } from './chat/typing.ts';
import type { IdentityClaims } from './contract.ts';
import { Id, Timestamp } from './fields.ts';
import { presenceChanged } from './realtime/presence.ts';

const ownIdentity = { role: 'userType', id: 'userId' } as const satisfies IdentityClaims;

/** Socket events that end in realtime itself; the others are named by the contracts they call. */
export const leaveChat = {
  event: 'leave-chat',
  summary: 'Stop following a conversation',
  claims: ownIdentity,
  input: z.object({ conversationId: Id }),
} as const;

/** Both are dropped over the limit of typing, which is told once in its window; a start also, silently, under overload. */
export const typingStart = {
  event: 'typing-start',
  summary: 'Somebody began to write; it ends by itself after 6 s without another',
  claims: ownIdentity,
  input: z.object({ conversationId: Id }),
} as const;

export const typingStop = {
  event: 'typing-stop',
  summary: 'Somebody stopped writing',
  claims: ownIdentity,
  input: z.object({ conversationId: Id }),
} as const;

export const authenticate = {
  event: 'authenticate',
  summary: 'Renew the token of this socket in place; it must be of the same person',
  input: z.object({
    token: z
      .string()
      .min(1)
      .max(8 * 1024),
  }),
} as const;

/** As `chat-error` names it, and the audit trail; no event that a client sends. */
export const connecting = 'connect';

/** What a server says to a socket, and to whom. */
export const serverEvents = {
  'new-chat-message': {
    audience: "everyone in the conversation, all of the sender's devices included",
    payload: z.object({ conversationId: Id, message: Message }),
  },
  'new-user-message': {
    audience: 'all connected staff',
    payload: z.object({ conversationId: Id, message: Message, conversation: Conversation }),
  },
  'message-updated': {
    audience: 'everyone in the conversation',
    payload: z.object({ conversationId: Id, message: Message }),
  },
  'conversation-created': {
    audience: "its user's sockets and all staff",
    payload: z.object({ conversation: Conversation }),
  },
  'conversation-updated': {
    audience: "its user's sockets and all staff",
    payload: z.object({ conversation: Conversation }),
  },
  'user-typing': { audience: 'the others in the conversation', payload: typing.payload },
  'messages-delivered': { audience: 'everyone in the conversation', payload: DeliveryMark },
  'messages-read': { audience: 'everyone in the conversation', payload: ReadMark },
  'presence-changed': {
    audience: 'staff',
    payload: presenceChanged.payload.omit({ supportOnline: true }),
  },
  'viewers-changed': {
    audience: 'staff who look at the conversation',
    payload: z.object({
      conversationId: Id,
      viewers: z.array(z.object({ adminId: Id, displayName: z.string(), typing: z.boolean() })),
    }),
  },
  'support-presence': {
    audience: 'users: whether at least one member of staff is connected; also told on connecting',
    payload: z.object({ online: z.boolean() }),
  },
  'auth-expiring': { audience: 'the socket concerned', payload: z.object({ expiresAt: Timestamp }) },
  'chat-error': {
    audience:
      'the socket that caused it; and, with `event: "connect"` and `code: "BLOCKED"`, each socket of somebody who is blocked, right before it ends',
    payload: z.object({
      event: z.string(),
      code: z.string(),
      message: z.string(),
      conversationId: Id.optional(),
      clientMessageId: z.string().optional(),
      retryAfterMs: z.number().optional(),
      messages: z.array(Message).optional(),
    }),
  },
} as const;

export type ServerEvents = {
  [Name in keyof typeof serverEvents]: z.output<(typeof serverEvents)[Name]['payload']>;
};
