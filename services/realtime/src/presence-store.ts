import type { Role } from '@livechat/contracts/actor';
import type { Redis } from 'ioredis';

/** A person as a member of a set. */
export type PersonKey = `${Role}:${number}`;

/** Who is connected where, shared by the instances. Each owns one set, which ends by itself when its instance dies. */
export interface PresenceStore {
  /** This instance is alive; its set is kept for another `ttlMs`. */
  beat(people: readonly PersonKey[]): Promise<void>;
  /** Whether they are connected to another instance too. */
  add(person: PersonKey): Promise<boolean>;
  /** Whether they are still connected to another instance. */
  remove(person: PersonKey): Promise<boolean>;
  /** Which of them are connected to any living instance. */
  online(people: readonly PersonKey[]): Promise<Set<PersonKey>>;
  anyStaff(): Promise<boolean>;
  /** The people of instances that died; each is given to one caller only. */
  takeDead(): Promise<PersonKey[]>;
  leave(): Promise<void>;
}

// The braces keep all of it on one server of a cluster, as scripts over several keys need it.
const prefix = '{livechat:presence}';
const instancesKey = `${prefix}:instances`;

/**
 * Puts a person into an instance's set or takes them out, which shows that it is alive, and says whether any other
 * living instance has them. In one step: of two devices that come at once to two instances, exactly one is the first.
 */
const changeScript = `
  local command, person, now, prefix, alive_until, instance = unpack(ARGV)
  redis.call('ZADD', KEYS[1], alive_until, instance)
  redis.call(command, KEYS[2], person)
  for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf')) do
    if name ~= instance and redis.call('SISMEMBER', prefix .. name, person) == 1 then return 1 end
  end
  return 0
`;

/** `instance` names one life of a process: one that is started again is another, and does not answer for the first. */
export function createPresenceStore(redis: Redis, instance: string, ttlMs: number): PresenceStore {
  const setOf = (name: string) => `${prefix}:of:${name}`;
  const isElsewhereAfter = async (command: 'SADD' | 'SREM', person: PersonKey): Promise<boolean> => {
    const keys = [instancesKey, setOf(instance)];
    return (await redis.eval(changeScript, 2, ...keys, command, person, ...now())) === 1;
  };
  const now = () => [Date.now(), setOf(''), Date.now() + ttlMs, instance];
  const living = () => redis.zrangebyscore(instancesKey, Date.now(), '+inf');

  return {
    async beat(people) {
      const beat = redis
        .multi()
        .zadd(instancesKey, Date.now() + ttlMs, instance)
        .del(setOf(instance));
      if (people.length > 0) beat.sadd(setOf(instance), ...people);
      await beat.exec();
    },
    add: (person) => isElsewhereAfter('SADD', person),
    remove: (person) => isElsewhereAfter('SREM', person),
    async online(people) {
      const found = new Set<PersonKey>();
      if (people.length === 0) return found;
      for (const name of await living()) {
        const there = await redis.smismember(setOf(name), ...people);
        for (const [index, person] of people.entries()) if (there[index] === 1) found.add(person);
      }
      return found;
    },
    async anyStaff() {
      for (const name of await living()) {
        const people = await redis.smembers(setOf(name));
        if (people.some((person) => person.startsWith('admin:'))) return true;
      }
      return false;
    },
    async takeDead() {
      const dead: PersonKey[] = [];
      for (const name of await redis.zrangebyscore(instancesKey, '-inf', Date.now() - 1)) {
        const people = await redis.smembers(setOf(name));
        if ((await redis.zrem(instancesKey, name)) === 0) continue;
        await redis.del(setOf(name));
        dead.push(...(people as PersonKey[]));
      }
      return dead;
    },
    async leave() {
      await redis.multi().zrem(instancesKey, instance).del(setOf(instance)).exec();
    },
  };
}
