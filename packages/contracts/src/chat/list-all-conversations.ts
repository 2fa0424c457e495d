import { z } from 'zod';
import { request } from '../contract.ts';
import { Id, PageLimit, SafeText } from '../fields.ts';
import { ConversationStatus, Priority, StaffConversation } from './conversation.ts';

/**
 * The order of the list; whatever it is, every conversation is in it once:
 * - `activity`: newest activity first; `oldest`: the other way round.
 * - `priority`: most urgent first, among equals newest activity first.
 * - `waiting`: who has waited longest for an answer first. One waits whose conversation is not closed and has the user's
 *   message last, since the user's first message after staff last wrote or closed it. Then those who do not wait, by id.
 */
export const conversationSorts = ['activity', 'oldest', 'priority', 'waiting'] as const;
export const ConversationSort = z.enum(conversationSorts);
export type ConversationSort = z.infer<typeof ConversationSort>;

const maxSearchWords = 8;

/** Each word is somewhere in subject, user name or a message: whole or a part, without regard to case and accents. */
const SearchText = SafeText.max(100)
  .refine((text) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text), { error: 'must have something visible' })
  .refine((text) => text.trim().split(/\s+/u).length <= maxSearchWords, {
    error: `must have at most ${maxSearchWords} words`,
  });

const CountsOfStatus = z.object({
  all: z.int().nonnegative(),
  mine: z.int().nonnegative(),
  unassigned: z.int().nonnegative(),
  unread: z.int().nonnegative(),
});

/** How many `assignee`, `status`, `unread` alone would list, all pages together; at most 2 s old. */
export const ConversationCounts = z.object({
  all: z.int().nonnegative(),
  mine: z.int().nonnegative(),
  open: z.int().nonnegative(),
  pending: z.int().nonnegative(),
  closed: z.int().nonnegative(),
  unassigned: z.int().nonnegative(),
  unread: z.int().nonnegative(),
  /** The same of the conversations of one status. Absent from a chat service that does not count so yet. */
  byStatus: z.object({ open: CountsOfStatus, pending: CountsOfStatus, closed: CountsOfStatus }).optional(),
});
export type ConversationCounts = z.infer<typeof ConversationCounts>;

export const listAllConversations = request({
  name: 'listAllConversations',
  subject: 'livechat.v1.rpc.chat.conversation.list-all',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['admin'],
  summary:
    "Search and list everybody's conversations, newest activity first unless sorted otherwise, for staff. " +
    'A search finds a text within 2 s of its being written. With words of one letter, or frequent ones that only old ' +
    'conversations have, a page may have few or no conversations and still a next page',
  rest: [{ method: 'GET', path: '/api/chat/admin/conversations', role: 'admin', status: 200 }],
  input: z.object({
    status: ConversationStatus.optional(),
    priority: Priority.optional(),
    assignee: z.union([z.enum(['me', 'none']), Id]).optional(),
    userId: Id.optional(),
    unread: z.literal(true).optional(),
    q: SearchText.optional(),
    sort: ConversationSort.default('activity'),
    limit: PageLimit.default(50),
    cursor: SafeText.max(200).optional(),
  }),
  output: z.object({
    conversations: z.array(StaffConversation),
    nextCursor: z.string().nullable(),
    counts: ConversationCounts,
  }),
  errors: [],
  timeoutMs: 2500,
});
