import type { Connection } from './connection.ts';
import { createObservable, type Observable } from './observable.ts';

export interface Presence {
  /** Users: whether a member of staff is connected; undefined until it is known, and without a connection. */
  support: Observable<boolean | undefined>;
  /**
   * Staff: who came or went since the connection began, as `user:7` or `admin:3`. Lists and agents say who was there
   * before; what is in here is newer.
   */
  people: Observable<ReadonlyMap<string, boolean>>;
  close(): void;
}

export function createPresence(connection: Pick<Connection, 'state' | 'on'>): Presence {
  const support = createObservable<boolean | undefined>(undefined);
  const people = createObservable<ReadonlyMap<string, boolean>>(new Map());
  const stops = [
    connection.on('support-presence', ({ online }) => support.set(online)),
    connection.on('presence-changed', ({ userType, userId, online }) =>
      people.set(new Map(people.getSnapshot()).set(`${userType}:${userId}`, online)),
    ),
    connection.state.subscribe(() => {
      if (connection.state.getSnapshot().state === 'online') return;
      // What changed while nobody listened is told by nobody: the lists are read again, and of support the next
      // connection begins with it.
      people.set(new Map());
      support.set(undefined);
    }),
  ];
  return {
    support,
    people,
    close() {
      for (const stop of stops) stop();
    },
  };
}
