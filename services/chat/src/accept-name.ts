import type { Database } from './db/database.ts';
import { plainName, skeletonsOf } from './name-skeleton.ts';

/** What customers are called whose own name reads like that of staff. */
export const neutralName = 'Customer';

/** Nobody but support itself is called so, in whatever letters. */
const reservedNames = [
  'admin',
  'administrator',
  'agent',
  'customer service',
  'customer support',
  'help desk',
  'helpdesk',
  'live chat',
  'livechat',
  'moderator',
  'staff',
  'support',
  'support agent',
  'support team',
  'system',
];

/** New staff are known after so long. */
const rememberedMs = 10_000;

export interface Names {
  /** Whether a customer of this name would pass for staff; the names of staff are read from the database now and then. */
  passesForStaff(name: string): Promise<boolean>;
}

export function createNames(db: Database, now: () => number = () => performance.now()): Names {
  let staff = new Map<string, Set<string>>();
  let readUntil = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const read = async () => {
    const admins = await db.selectFrom('admins').select(['username', 'display_name']).execute();
    staff = bySkeleton(admins.flatMap(({ username, display_name }) => [username, display_name]));
    readUntil = now() + rememberedMs;
  };

  return {
    async passesForStaff(name) {
      if (isReserved(name)) return true;
      if (now() >= readUntil) {
        reading ??= read().finally(() => {
          reading = undefined;
        });
        await reading;
      }
      return looksLikeAnother(name, staff);
    },
  };
}

const reserved = bySkeleton(reservedNames);
const reservedSkeletons = new Set(reserved.keys());

/** As a whole in any letters; as a word of a longer name in letters that are not its own. */
export function isReserved(name: string): boolean {
  if (skeletonsOf(name).some((skeleton) => reservedSkeletons.has(skeleton))) return true;
  return name.split(/[\s\p{P}]+/u).some((word) => word !== '' && looksLikeAnother(word, reserved));
}

/** It looks like one of these and is none of them. */
function looksLikeAnother(name: string, others: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const plain = plainName(name);
  const alike = skeletonsOf(name).flatMap((skeleton) => others.get(skeleton) ?? []);
  return alike.length > 0 && !alike.some((names) => names.has(plain));
}

function bySkeleton(names: readonly string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const name of names) {
    for (const skeleton of skeletonsOf(name)) {
      const plain = found.get(skeleton) ?? new Set();
      found.set(skeleton, plain.add(plainName(name)));
    }
  }
  return found;
}
