import type { Database } from './database.ts';

/** Blocks that are in force at this moment. */
export function activeBlocks(db: Database, now: Date) {
  return db
    .selectFrom('user_blocks')
    .where(({ eb, or }) => or([eb('blocked_until', 'is', null), eb('blocked_until', '>', now)]));
}
