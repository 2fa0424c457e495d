import { z } from 'zod';
import { Role } from '../actor.ts';
import { Id, Timestamp, UpToSeq } from '../fields.ts';
import { Message } from './message.ts';

export const conversationStatuses = ['open', 'closed', 'pending'] as const;
export const priorities = ['low', 'medium', 'high', 'urgent'] as const;

export const ConversationStatus = z.enum(conversationStatuses);
export type ConversationStatus = z.infer<typeof ConversationStatus>;
export const Priority = z.enum(priorities);
export type Priority = z.infer<typeof Priority>;

export const Conversation = z.object({
  id: Id,
  userId: Id,
  adminId: Id.nullable(),
  status: ConversationStatus,
  subject: z.string(),
  priority: Priority,
  lastMessageAt: Timestamp,
  lastMessageBy: Role,
  userUnreadCount: z.int().nonnegative(),
  adminUnreadCount: z.int().nonnegative(),
  lastSeq: UpToSeq,
  closedAt: Timestamp.nullable(),
  closedBy: Id.nullable(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Conversation = z.infer<typeof Conversation>;

export const UserConversation = Conversation.extend({ lastMessage: Message.nullable() });
export type UserConversation = z.infer<typeof UserConversation>;

/** What staff see of a member of staff; users see no more of them either. */
export const Agent = z.object({ id: Id, username: z.string(), displayName: z.string() });
export type Agent = z.infer<typeof Agent>;

export const Customer = z.object({
  id: Id,
  username: z.string(),
  displayName: z.string(),
  createdAt: Timestamp,
  online: z.boolean(),
  blocked: z.boolean(),
});

export const StaffConversation = UserConversation.extend({ user: Customer, admin: Agent.nullable() });
export type StaffConversation = z.infer<typeof StaffConversation>;
