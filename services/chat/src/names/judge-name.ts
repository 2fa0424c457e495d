import type { Database } from '../db/database.ts';
import { createReservedNames } from './reserved-names.ts';
import { createStaffNames, readStaffNames } from './staff-names.ts';

/** What a customer is called whose own name is refused. */
export const neutralName = 'Customer';

export type NameFault = 'reads like support' | 'reads like staff';

/** Whether a customer may be shown under a name. */
export type JudgeName = (name: string) => Promise<NameFault | undefined>;

export function createJudgeName(db: Database, reservedNames: readonly string[]): JudgeName {
  const isReserved = createReservedNames(reservedNames);
  const passesForStaff = createStaffNames(() => readStaffNames(db));
  return async (name) => {
    if (isReserved(name)) return 'reads like support';
    return (await passesForStaff(name)) ? 'reads like staff' : undefined;
  };
}
