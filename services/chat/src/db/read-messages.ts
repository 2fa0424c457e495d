import type { Actor } from '@livechat/contracts/actor';
import { type Message, messageFor } from '@livechat/contracts/chat/message';
import { fitting } from '../page-bytes.ts';
import type { Database } from './database.ts';
import { selectMessages, toMessage } from './rows.ts';

export interface MessagePage {
  conversationId: number;
  before?: number | undefined;
  after?: number | undefined;
  limit: number;
}

/**
 * A page in ascending seq: after a seq, before a seq, or the newest. `hasMore` is about the direction of reading.
 * Very long messages make a page shorter than its limit.
 */
export async function readMessages(
  db: Database,
  actor: Actor,
  { conversationId, before, after, limit }: MessagePage,
): Promise<{ messages: Message[]; hasMore: boolean }> {
  const forward = after !== undefined;
  const order = forward ? 'asc' : 'desc';
  let query = db
    .selectFrom('chat_messages')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .orderBy('seq', order)
    // One more than asked for tells whether there is more.
    .limit(limit + 1);
  if (after !== undefined) query = query.where('seq', '>', after);
  if (before !== undefined) query = query.where('seq', '<', before);
  const rows = await selectMessages(db, query).orderBy('m.seq', order).execute();
  const page = rows.slice(0, Math.min(limit, fitting(rows)));
  if (!forward) page.reverse();
  const reader = actor.role === 'user' ? 'user' : 'admin';
  return {
    messages: page.map((row) => messageFor(reader, toMessage(row, row.sender_name))),
    hasMore: rows.length > page.length,
  };
}
