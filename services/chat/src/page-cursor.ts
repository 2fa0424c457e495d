import { Priority } from '@livechat/contracts/chat/conversation';
import type { ConversationSort } from '@livechat/contracts/chat/list-all-conversations';
import { type Failure, fail } from '@livechat/contracts/errors';
import { z } from 'zod';

const At = z.iso.datetime({ precision: 3 });
const RowId = z.int().positive();

/** The last row of a page: the next one starts after it. First what the list is sorted by; `id` breaks the tie. */
const pageCursors = {
  activity: z.tuple([z.literal('activity'), At, RowId]),
  oldest: z.tuple([z.literal('oldest'), At, RowId]),
  priority: z.tuple([z.literal('priority'), At, RowId, Priority]),
  /** Without a time: a conversation where nobody waits. */
  waiting: z.tuple([z.literal('waiting'), At.nullable(), RowId]),
};

export type CursorPosition =
  | { sort: 'activity' | 'oldest'; at: Date; id: number }
  | { sort: 'priority'; at: Date; id: number; priority: Priority }
  | { sort: 'waiting'; at: Date | null; id: number };

/** Opaque to clients, so that what it holds may change. */
export function writeCursor(position: CursorPosition): string {
  const { sort, at, id } = position;
  const rest = sort === 'priority' ? [position.priority] : [];
  return Buffer.from(JSON.stringify([sort, at?.toISOString() ?? null, id, ...rest])).toString('base64url');
}

/**
 * The start of the list without a cursor; a failure for a text that this system did not make, or made for a list in
 * another order.
 */
export function readCursor(
  text: string | undefined,
  sort: ConversationSort = 'activity',
): CursorPosition | undefined | Failure<'VALIDATION_FAILED'> {
  if (text === undefined) return undefined;
  const cursor = pageCursors[sort].safeParse(parseJson(Buffer.from(text, 'base64url').toString()));
  if (cursor.success) return toPosition(cursor.data);
  const errors = [{ path: 'cursor', message: 'is not a cursor from an earlier answer in this order' }];
  return fail('VALIDATION_FAILED', undefined, { errors });
}

function toPosition(cursor: z.infer<(typeof pageCursors)[ConversationSort]>): CursorPosition {
  const [sort, at, id, priority] = cursor;
  if (sort === 'waiting') return { sort, at: at === null ? null : new Date(at), id };
  if (sort === 'priority') return { sort, at: new Date(at), id, priority };
  return { sort, at: new Date(at), id };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
