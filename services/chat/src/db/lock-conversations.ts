import { sql } from 'kysely';
import type { Pipeline } from './pipelined-transaction.ts';
import type { ConversationRow } from './rows.ts';

/** What to do about a conversation that somebody else has locked: leave it out, or wait for it. */
export type WhenLocked = 'skip' | 'wait';

/**
 * Several conversations, locked, each with the moment of its lock. In the order of their ids: two that lock several
 * can wait for each other in one direction only.
 */
export async function lockConversations(
  tx: Pipeline,
  ids: readonly number[],
  whenLocked: WhenLocked,
): Promise<Map<number, { conversation: ConversationRow; now: Date }>> {
  const { rows } = await (whenLocked === 'skip' ? lockFree : lockAll)(ids).execute(tx);
  return new Map(rows.map(({ now, ...conversation }) => [conversation.id, { conversation, now }]));
}

type LockedRow = ConversationRow & { now: Date };

const lockFree = (ids: readonly number[]) => sql<LockedRow>`/* lock-free-conversations */
  select *, clock_timestamp()::timestamptz(3) as now from chat_conversations
  where id = any(${ids}::bigint[]) order by id for update skip locked`;

const lockAll = (ids: readonly number[]) => sql<LockedRow>`/* lock-conversations */
  select *, clock_timestamp()::timestamptz(3) as now from chat_conversations
  where id = any(${ids}::bigint[]) order by id for update`;
