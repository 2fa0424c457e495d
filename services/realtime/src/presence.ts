import { setTimeout as wait } from 'node:timers/promises';
import type { Bus } from '@livechat/bus/connect';
import type { Handler } from '@livechat/bus/serve';
import type { Principal, Role } from '@livechat/contracts/actor';
import { presenceChanged, type readPresence } from '@livechat/contracts/realtime/presence';
import { answerInTime } from '@livechat/service/answer-in-time';
import type { Logger } from '@livechat/service/logger';
import type { PersonKey, PresenceStore } from './presence-store.ts';
import { staffRoom, usersRoom } from './rooms.ts';
import type { ChatServer, ChatSocket } from './server.ts';

/** An instance that is silent for longer counts as dead. */
export const presenceTtlMs = 9_000;
const beatEveryMs = 3_000;
/** A page that is loaded anew is away for a moment; nobody needs to hear of that. */
const graceMs = 2_000;

/** Over all instances; more would be a client that never closes what it opens. */
const maxSocketsPerPerson = 20;
/** Redis may add this much to what a client waits for. */
const redisTimeoutMs = 100;

export interface Presence {
  /** Counts a socket that is about to connect; false when its person has too many. Paired with `leave` if true. */
  admit(principal: Principal): Promise<boolean>;
  /** Shows a user whether support is there. */
  welcome(socket: ChatSocket): void;
  leave(principal: Principal): void;
  read: Handler<typeof readPresence>;
  start(): void;
  stop(): Promise<void>;
}

export interface PresenceParts {
  io: ChatServer;
  bus: Bus;
  store: PresenceStore;
  log: Logger;
}

/** Who is connected: counted here, kept in Redis for all instances, told to staff when it changes. Best effort. */
export function createPresence({ io, bus, store, log }: PresenceParts): Presence {
  const sockets = new Map<PersonKey, number>();
  /** Those of them that count as here: from the first socket to the end of the grace after the last one. */
  const announced = new Set<PersonKey>();
  let timer: NodeJS.Timeout | undefined;
  let redisIsAway = false;
  let stopped = false;

  /** With Redis away presence is what this instance sees by itself. */
  const orElse = async <T>(ask: Promise<T>, otherwise: T): Promise<T> => {
    try {
      const answer = await ask;
      redisIsAway = false;
      return answer;
    } catch (err) {
      if (!redisIsAway) log.warn({ err }, 'presence is known by this instance alone');
      redisIsAway = true;
      return otherwise;
    }
  };
  const here = (people: readonly PersonKey[]) => new Set(people.filter((person) => sockets.has(person)));
  const staffHere = () => [...sockets.keys()].some((person) => person.startsWith('admin:'));
  const supportOnline = () => orElse(answerInTime(store.anyStaff(), redisTimeoutMs), staffHere());

  const tell = async (person: PersonKey, online: boolean) => {
    const [userType, id] = person.split(':') as [Role, string];
    const payload = { userType, userId: Number(id), online, supportOnline: await supportOnline() };
    bus.publishSignal(presenceChanged, undefined, payload);
  };

  const isElsewhere = async (person: PersonKey) => (await orElse(store.online([person]), here([person]))).has(person);

  const tellIfGone = async (person: PersonKey) => {
    if (!(await isElsewhere(person))) await tell(person, false);
  };

  const beat = async () => {
    // In the grace after the last socket a person has none and is still here.
    const counts = new Map([...announced].map((person) => [person, sockets.get(person) ?? 0] as const));
    await orElse(store.beat(counts), undefined);
    for (const person of await orElse(store.takeDead(), [])) await tellIfGone(person);
  };

  const underWay = new Set<Promise<void>>();
  const safely = (work: Promise<void>) => {
    const done = work
      .catch((err: unknown) => log.error({ err }, 'presence could not be told'))
      .finally(() => underWay.delete(done));
    underWay.add(done);
  };

  const admit = async (person: PersonKey): Promise<boolean> => {
    // Counted before Redis is asked, so that a beat meanwhile counts it too.
    const count = (sockets.get(person) ?? 0) + 1;
    sockets.set(person, count);
    // Back within the grace: nobody was told that they left.
    const isNew = !announced.has(person);
    announced.add(person);
    const entering = answerInTime(store.enter(person, maxSocketsPerPerson), redisTimeoutMs);
    const alone = { admitted: count <= maxSocketsPerPerson, isElsewhere: false };
    const { admitted, isElsewhere: alreadyThere } = await orElse(entering, alone);
    if (admitted && isNew && !alreadyThere) safely(tell(person, true));
    if (!admitted) release(person, isNew && alreadyThere);
    return admitted;
  };

  /** `silently`: nobody was told that they came. */
  const release = (person: PersonKey, silently: boolean) => {
    const count = (sockets.get(person) ?? 1) - 1;
    if (count > 0) return void sockets.set(person, count);
    sockets.delete(person);
    if (silently) announced.delete(person);
    else setTimeout(() => safely(left(person)), graceMs).unref();
  };

  const left = async (person: PersonKey) => {
    // Who came and went twice within the grace has two timers, and leaves once.
    if (sockets.has(person) || !announced.delete(person)) return;
    if (!(await orElse(store.remove(person), false))) await tell(person, false);
  };

  bus.subscribeSignal(presenceChanged, undefined, ({ supportOnline: online, ...changed }) => {
    io.local.to(staffRoom).emit('presence-changed', changed);
    if (changed.userType === 'admin') io.local.to(usersRoom).emit('support-presence', { online });
  });

  return {
    admit: (principal) => admit(keyOf(principal)),
    welcome(socket) {
      if (socket.data.principal.role === 'admin') return;
      socket.join(usersRoom);
      safely(supportOnline().then((online) => void socket.emit('support-presence', { online })));
    },
    leave(principal) {
      const person = keyOf(principal);
      // What this instance says of its people is gone by then.
      if (!stopped) safely(orElse(store.exit(person), undefined));
      release(person, false);
    },
    async read({ userIds, adminIds }) {
      const users = userIds.map((id): PersonKey => `user:${id}`);
      const admins = adminIds.map((id): PersonKey => `admin:${id}`);
      const people = [...users, ...admins];
      const [online, support] = await Promise.all([
        orElse(answerInTime(store.online(people), redisTimeoutMs), here(people)),
        supportOnline(),
      ]);
      return {
        userIds: userIds.filter((id) => online.has(`user:${id}`)),
        adminIds: adminIds.filter((id) => online.has(`admin:${id}`)),
        supportOnline: support,
      };
    },
    start() {
      safely(beat());
      timer = setInterval(() => safely(beat()), beatEveryMs);
    },
    async stop() {
      // Who was sent to another instance is there within the grace: nobody need hear of it.
      const waitUntil = performance.now() + graceMs * 1.2;
      while (announced.size > 0 && performance.now() < waitUntil) await wait(20);
      await Promise.all(underWay);
      clearInterval(timer);
      stopped = true;
      const people = [...announced];
      sockets.clear();
      announced.clear();
      await orElse(answerInTime(store.leave(), redisTimeoutMs), undefined);
      await Promise.all(people.map(tellIfGone));
    },
  };
}

const keyOf = ({ role, id }: Principal): PersonKey => `${role}:${id}`;
