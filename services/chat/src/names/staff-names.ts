import type { Database } from '../db/database.ts';
import { createLookAlikeNames } from './look-alike-names.ts';

const freshMs = 10_000;

/** Both names of everybody on the staff: a customer sees one, colleagues the other. */
export async function readStaffNames(db: Database): Promise<string[]> {
  const people = await db.selectFrom('admins').select(['username', 'display_name']).execute();
  return people.flatMap((person) => [person.username, person.display_name]);
}

/**
 * Whether a name passes for that of somebody on the staff. Staff are few and their names change seldom, so they are kept
 * in memory and read again when they are older than 10 s; only new ones cost a skeleton.
 */
export function createStaffNames(
  read: () => Promise<string[]>,
  now = () => performance.now(),
): (name: string) => Promise<boolean> {
  const names = createLookAlikeNames();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  async function readAgain(): Promise<void> {
    const began = now();
    names.replace(await read());
    readAt = began;
  }

  return async (name) => {
    if (now() - readAt >= freshMs) {
      reading ??= readAgain().finally(() => {
        reading = undefined;
      });
      await reading;
    }
    return names.has(name);
  };
}
