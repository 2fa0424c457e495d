import { z } from 'zod';
import { Agent } from '../chat/conversation.ts';
import { request, signal } from '../contract.ts';
import { Id, SafeText, Timestamp } from '../fields.ts';

const path = '/api/chat/admin/users/{userId}/block';

export const blockUser = request({
  name: 'blockUser',
  subject: 'livechat.v1.rpc.chat.user.block',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['admin'],
  summary: "Refuse all of a user's calls from now on, for good or until a time; once more to change reason and time",
  rest: [{ method: 'PUT', path, role: 'admin', status: 204 }],
  input: z.object({
    userId: Id,
    reason: SafeText.trim().min(1).max(500),
    until: z.iso.datetime({ offset: true }).optional(),
  }),
  output: z.object({}),
  errors: ['NOT_FOUND'],
  timeoutMs: 2500,
});

export const unblockUser = request({
  name: 'unblockUser',
  subject: 'livechat.v1.rpc.chat.user.unblock',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['admin'],
  summary: 'Let a user in again',
  rest: [{ method: 'DELETE', path, role: 'admin', status: 204 }],
  input: z.object({ userId: Id }),
  output: z.object({}),
  errors: ['NOT_FOUND'],
  timeoutMs: 2500,
});

export const getBlock = request({
  name: 'getBlock',
  subject: 'livechat.v1.rpc.chat.user.get-block',
  owner: 'chat',
  callers: ['gateway'],
  actors: ['admin'],
  summary: 'Why a user is blocked, by whom and until when; null when they are not, or no longer',
  rest: [{ method: 'GET', path, role: 'admin', status: 200 }],
  input: z.object({ userId: Id }),
  output: z.object({
    block: z
      .object({
        reason: z.string(),
        blockedBy: Agent,
        blockedAt: Timestamp,
        /** Null: for good. */
        until: Timestamp.nullable(),
      })
      .nullable(),
  }),
  errors: ['NOT_FOUND'],
  timeoutMs: 2500,
});

/** `until` is null for one without an end. */
export const Block = z.object({ userId: Id, until: Timestamp.nullable() });
export type Block = z.infer<typeof Block>;

export const listBlocks = request({
  name: 'listBlocks',
  subject: 'livechat.v1.rpc.chat.user.list-blocks',
  owner: 'chat',
  callers: ['gateway', 'realtime'],
  actors: ['service'],
  summary: 'All users who are blocked, a page in the order of their ids, for an instance that starts or was cut off',
  rest: [],
  input: z.object({ afterUserId: z.int().nonnegative() }),
  output: z.object({ blocks: z.array(Block), hasMore: z.boolean() }),
  errors: [],
  timeoutMs: 2500,
});

export const userBlocked = signal({
  name: 'userBlocked',
  subject: 'livechat.v1.signal.user.blocked',
  owner: 'chat',
  listeners: ['gateway', 'realtime'],
  summary: 'A user was blocked, or let in again',
  payload: z.object({ userId: Id, blocked: z.boolean(), until: Timestamp.nullable() }),
});
