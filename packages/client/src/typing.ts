import type { ServerEvents } from '@livechat/contracts/socket';
import type { Connection } from './connection.ts';
import { createObservable, type Observable } from './observable.ts';

type TypingEvent = ServerEvents['user-typing'];
export type TypingPerson = Pick<TypingEvent, 'userType' | 'userId' | 'displayName'>;

/**
 * Servers say once that somebody began, and once that they stopped, at the latest 6 s after their last word. This only
 * covers the loss of the second.
 */
const expiryMs = 30_000;

/** Who of the others is writing. */
export interface OthersTyping {
  people: Observable<readonly TypingPerson[]>;
  hear(event: TypingEvent): void;
  /** A message says better than anything that its sender stopped. */
  sent(userType: string, userId: number | null): void;
  clear(): void;
}

export function createOthersTyping(): OthersTyping {
  const people = createObservable<readonly TypingPerson[]>([]);
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const keyOf = (userType: string, userId: number | null) => `${userType}:${userId}`;

  const remove = (key: string) => {
    if (!timers.has(key)) return;
    clearTimeout(timers.get(key));
    timers.delete(key);
    people.set(people.getSnapshot().filter(({ userType, userId }) => keyOf(userType, userId) !== key));
  };

  return {
    people,
    hear({ userType, userId, displayName, isTyping }) {
      const key = keyOf(userType, userId);
      remove(key);
      if (!isTyping) return;
      timers.set(key, setTimeout(remove, expiryMs, key));
      people.set([...people.getSnapshot(), { userType, userId, displayName }]);
    },
    sent: (userType, userId) => remove(keyOf(userType, userId)),
    clear() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      if (people.getSnapshot().length > 0) people.set([]);
    },
  };
}

const startEveryMs = 3_000;
const silenceMs = 5_000;

/** What others are told of one's own typing. */
export interface OwnTyping {
  /** To be called at every key. */
  type(): void;
  stop(): void;
}

export function createOwnTyping(
  connection: Pick<Connection, 'ask'>,
  conversationId: () => number | undefined,
): OwnTyping {
  let startedAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const say = (event: 'typing-start' | 'typing-stop') => {
    const id = conversationId();
    // Not worth an error: who does not see it sees the message.
    if (id !== undefined) connection.ask(event, { conversationId: id });
  };
  const stop = () => {
    clearTimeout(timer);
    if (startedAt === Number.NEGATIVE_INFINITY) return;
    startedAt = Number.NEGATIVE_INFINITY;
    say('typing-stop');
  };

  return {
    type() {
      clearTimeout(timer);
      timer = setTimeout(stop, silenceMs);
      if (performance.now() - startedAt < startEveryMs) return;
      startedAt = performance.now();
      say('typing-start');
    },
    stop,
  };
}
