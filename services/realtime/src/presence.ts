import type { Bus } from '@livechat/bus/connect';
import type { Handler } from '@livechat/bus/serve';
import type { Principal, Role } from '@livechat/contracts/actor';
import { presenceChanged, type readPresence } from '@livechat/contracts/realtime/presence';
import type { Logger } from '@livechat/service/logger';
import type { PersonKey, PresenceStore } from './presence-store.ts';
import { staffRoom, usersRoom } from './rooms.ts';
import type { ChatServer, ChatSocket } from './server.ts';

/** An instance that is silent for longer counts as dead. */
export const presenceTtlMs = 9_000;
const beatEveryMs = 3_000;
/** A page that is loaded anew is away for a moment; nobody needs to hear of that. */
const graceMs = 2_000;

export interface Presence {
  arrive(socket: ChatSocket): void;
  leave(socket: ChatSocket): void;
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
  const supportOnline = () => orElse(store.anyStaff(), staffHere());

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
    await orElse(store.beat([...announced]), undefined);
    for (const person of await orElse(store.takeDead(), [])) await tellIfGone(person);
  };

  const safely = (work: Promise<void>) => {
    work.catch((err: unknown) => log.error({ err }, 'presence could not be told'));
  };

  const arrived = async (person: PersonKey) => {
    // Back within the grace: nobody was told that they left.
    if (announced.has(person)) return;
    announced.add(person);
    if (!(await orElse(store.add(person), false))) await tell(person, true);
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
    arrive(socket) {
      const { principal } = socket.data;
      const person = keyOf(principal);
      const count = sockets.get(person) ?? 0;
      sockets.set(person, count + 1);
      if (count === 0) safely(arrived(person));
      if (principal.role === 'admin') return;
      socket.join(usersRoom);
      safely(supportOnline().then((online) => void socket.emit('support-presence', { online })));
    },
    leave(socket) {
      const person = keyOf(socket.data.principal);
      const count = (sockets.get(person) ?? 1) - 1;
      if (count > 0) return void sockets.set(person, count);
      sockets.delete(person);
      setTimeout(() => safely(left(person)), graceMs).unref();
    },
    async read({ userIds, adminIds }) {
      const users = userIds.map((id): PersonKey => `user:${id}`);
      const admins = adminIds.map((id): PersonKey => `admin:${id}`);
      const people = [...users, ...admins];
      const online = await orElse(store.online(people), here(people));
      return {
        userIds: userIds.filter((id) => online.has(`user:${id}`)),
        adminIds: adminIds.filter((id) => online.has(`admin:${id}`)),
        supportOnline: await supportOnline(),
      };
    },
    start() {
      safely(beat());
      timer = setInterval(() => safely(beat()), beatEveryMs);
    },
    async stop() {
      clearInterval(timer);
      const people = [...sockets.keys()];
      sockets.clear();
      announced.clear();
      await orElse(store.leave(), undefined);
      for (const person of people) await tellIfGone(person);
    },
  };
}

const keyOf = ({ role, id }: Principal): PersonKey => `${role}:${id}`;
