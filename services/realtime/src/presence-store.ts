import type { Role } from '@livechat/contracts/actor';
import type { Redis } from 'ioredis';

/** A person as a field of a hash. */
export type PersonKey = `${Role}:${number}`;

/**
 * Who is connected where, and with how many sockets, shared by the instances. Each owns one hash, which ends by itself
 * when its instance dies.
 */
export interface PresenceStore {
  /** This instance is alive; what it says of its people holds for another `ttlMs`. */
  beat(sockets: ReadonlyMap<PersonKey, number>): Promise<void>;
  /** Counts one more socket, unless the person has `max` on all instances together. */
  enter(person: PersonKey, max: number): Promise<{ admitted: boolean; isElsewhere: boolean }>;
  /** One socket less. */
  exit(person: PersonKey): Promise<void>;
  /** Takes a person out; whether they are still connected to another instance. */
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
 * Counts a socket of a person, which shows that the instance is alive. In one step: of two devices that come at once to
 * two instances exactly one is the first, and of two that take the last place exactly one gets it.
 */
const enterScript = `
  local person, now, prefix, alive_until, instance, max = unpack(ARGV)
  redis.call('ZADD', KEYS[1], alive_until, instance)
  local sockets, elsewhere = 0, 0
  for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf')) do
    local count = redis.call('HGET', prefix .. name, person)
    if count then
      sockets = sockets + tonumber(count)
      if name ~= instance then elsewhere = 1 end
    end
  end
  if sockets >= tonumber(max) then return { 0, elsewhere } end
  redis.call('HINCRBY', KEYS[2], person, 1)
  return { 1, elsewhere }
`;

/** Takes a person out of an instance; whether any other living one has them. */
const removeScript = `
  local person, now, prefix, alive_until, instance = unpack(ARGV)
  redis.call('ZADD', KEYS[1], alive_until, instance)
  redis.call('HDEL', KEYS[2], person)
  for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf')) do
    if name ~= instance and redis.call('HEXISTS', prefix .. name, person) == 1 then return 1 end
  end
  return 0
`;

/** `instance` names one life of a process: one that is started again is another, and does not answer for the first. */
export function createPresenceStore(redis: Redis, instance: string, ttlMs: number): PresenceStore {
  const socketsOf = (name: string) => `${prefix}:sockets:${name}`;
  const keys = [instancesKey, socketsOf(instance)];
  const now = () => [Date.now(), socketsOf(''), Date.now() + ttlMs, instance];
  const living = () => redis.zrangebyscore(instancesKey, Date.now(), '+inf');

  return {
    async beat(sockets) {
      const beat = redis
        .multi()
        .zadd(instancesKey, Date.now() + ttlMs, instance)
        .del(socketsOf(instance));
      if (sockets.size > 0) beat.hset(socketsOf(instance), new Map(sockets));
      await beat.exec();
    },
    async enter(person, max) {
      const [admitted, elsewhere] = (await redis.eval(enterScript, 2, ...keys, person, ...now(), max)) as number[];
      return { admitted: admitted === 1, isElsewhere: elsewhere === 1 };
    },
    async exit(person) {
      await redis.hincrby(socketsOf(instance), person, -1);
    },
    remove: async (person) => (await redis.eval(removeScript, 2, ...keys, person, ...now())) === 1,
    async online(people) {
      const found = new Set<PersonKey>();
      if (people.length === 0) return found;
      for (const name of await living()) {
        const there = await redis.hmget(socketsOf(name), ...people);
        for (const [index, person] of people.entries()) if (there[index]) found.add(person);
      }
      return found;
    },
    async anyStaff() {
      for (const name of await living()) {
        const people = await redis.hkeys(socketsOf(name));
        if (people.some((person) => person.startsWith('admin:'))) return true;
      }
      return false;
    },
    async takeDead() {
      const dead: PersonKey[] = [];
      for (const name of await redis.zrangebyscore(instancesKey, '-inf', Date.now() - 1)) {
        const people = await redis.hkeys(socketsOf(name));
        if ((await redis.zrem(instancesKey, name)) === 0) continue;
        await redis.del(socketsOf(name));
        dead.push(...(people as PersonKey[]));
      }
      return dead;
    },
    async leave() {
      await redis.multi().zrem(instancesKey, instance).del(socketsOf(instance)).exec();
    },
  };
}
