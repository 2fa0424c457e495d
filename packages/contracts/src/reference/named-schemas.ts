import { z } from 'zod';
import { Principal, Role } from '../actor.ts';
import {
  Agent,
  Conversation,
  ConversationStatus,
  Customer,
  Priority,
  StaffConversation,
  UserConversation,
} from '../chat/conversation.ts';
import { ConversationChange } from '../chat/list-changes.ts';
import { ClientMetadata, Message, Metadata } from '../chat/message.ts';
import { ClientMessageId, Id, PageLimit, Seq, Timestamp, UpToSeq, WrittenText } from '../fields.ts';
import { BusFailure, Problem, Refusal } from './problem.ts';

/** What has a name of its own in the documents, instead of being spelled out wherever it is used. */
export const namedSchemas = z.registry<{ id: string; description: string }>();

const names: [z.ZodType, string, string][] = [
  [Agent, 'Agent', 'A member of staff, as everybody sees them.'],
  [BusFailure, 'BusFailure', 'Why a service refused a request. Its headers say so too.'],
  [
    ClientMessageId,
    'ClientMessageId',
    'A UUID that the client makes for a message. Sending it again changes nothing: the answer is that of the first time.',
  ],
  [
    ClientMetadata,
    'ClientMetadata',
    'What the client notes beside a message: at most 4 KiB of JSON, cleaned as the message is. `moderation`, `removed` and `system` are reserved.',
  ],
  [Conversation, 'Conversation', 'A customer’s conversation with staff.'],
  [ConversationChange, 'ConversationChange', 'One change of status, priority or assignee, and who made it.'],
  [ConversationStatus, 'ConversationStatus', 'Where a conversation stands.'],
  [Customer, 'Customer', 'The customer, as staff see them.'],
  [Id, 'Id', 'A number that this system gave; not the host application’s.'],
  [Message, 'Message', 'One message. `seq` counts the messages of a conversation: 1, 2, 3, … without a gap.'],
  [Metadata, 'Metadata', 'What is noted beside a message, as JSON.'],
  [Metadata.valueType, 'Json', 'Any JSON value.'],
  [PageLimit, 'PageLimit', 'How many a page holds at most.'],
  [Principal, 'Principal', 'A person: `id` is ours, `subject` is the host application’s.'],
  [Priority, 'Priority', 'How urgent a conversation is.'],
  [Problem, 'Problem', 'Why a call was refused (RFC 9457). Programs go by `code`.'],
  [Refusal, 'Refusal', 'Why an event of a socket was refused. Programs go by `code`.'],
  [Role, 'Role', '`user` is a customer, `admin` a member of staff.'],
  [Seq, 'Seq', 'The place of a message in its conversation: 1, 2, 3, …'],
  [StaffConversation, 'StaffConversation', 'A conversation as staff see it in a list.'],
  [Timestamp, 'Timestamp', 'ISO 8601 in UTC with milliseconds.'],
  [UpToSeq, 'UpToSeq', 'A `seq`, or 0 for before the first message.'],
  [UserConversation, 'UserConversation', 'A conversation as its customer sees it in a list.'],
  [
    WrittenText,
    'WrittenText',
    'A person’s text, at most 32 KiB of UTF-8, without NUL and without half a character. Recognised markup is taken out.',
  ],
];
for (const [schema, id, description] of names) namedSchemas.add(schema, { id, description });
