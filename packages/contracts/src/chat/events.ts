import { z } from 'zod';
import { Role } from '../actor.ts';
import { event } from '../contract.ts';
import { Id, Revision, Timestamp, UpToSeq } from '../fields.ts';
import { Conversation } from './conversation.ts';
import { Message } from './message.ts';

export const conversationCreated = event({
  name: 'conversationCreated',
  subject: 'livechat.v1.event.conversation.{conversationId}.created',
  owner: 'chat',
  listeners: ['realtime'],
  summary: 'A conversation was opened',
  payload: z.object({ conversation: Conversation }),
});

export const conversationUpdated = event({
  name: 'conversationUpdated',
  subject: 'livechat.v1.event.conversation.{conversationId}.updated',
  owner: 'chat',
  listeners: ['realtime'],
  summary: 'Status, priority or assignee of a conversation changed',
  payload: z.object({ conversation: Conversation }),
});

// What happens to the messages of a conversation counts its `revision` by one each time: 1, 2, 3, … without a gap. Who hears
// a jump has missed something and asks for what has changed.

export const messageCreated = event({
  name: 'messageCreated',
  subject: 'livechat.v1.event.conversation.{conversationId}.message-created',
  owner: 'chat',
  listeners: ['realtime'],
  summary: 'A message was stored; `conversation` is as it was right after',
  payload: z.object({ revision: Revision, conversation: Conversation, message: Message }),
});

export const messageEdited = event({
  name: 'messageEdited',
  subject: 'livechat.v1.event.conversation.{conversationId}.message-edited',
  owner: 'chat',
  listeners: ['realtime'],
  summary: 'A message was changed by its sender, or judged by staff or moderation',
  payload: z.object({ revision: Revision, message: Message }),
});

export const DeliveryMark = z.object({
  conversationId: Id,
  recipientType: Role,
  upToSeq: UpToSeq,
  deliveredAt: Timestamp,
});
export type DeliveryMark = z.infer<typeof DeliveryMark>;

export const messagesDelivered = event({
  name: 'messagesDelivered',
  subject: 'livechat.v1.event.conversation.{conversationId}.messages-delivered',
  owner: 'chat',
  listeners: ['realtime'],
  summary: "A device of one side has the other's messages up to a seq",
  payload: DeliveryMark.extend({ revision: Revision }),
});

export const ReadMark = z.object({
  conversationId: Id,
  readerType: Role,
  readerId: Id,
  upToSeq: UpToSeq,
  readAt: Timestamp,
});
export type ReadMark = z.infer<typeof ReadMark>;

export const messagesRead = event({
  name: 'messagesRead',
  subject: 'livechat.v1.event.conversation.{conversationId}.messages-read',
  owner: 'chat',
  listeners: ['realtime'],
  summary: "One side read the other's messages up to a seq",
  payload: ReadMark.extend({ revision: Revision }),
});
