import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Connection } from './connection.ts';
import type { Rooms } from './rooms.ts';

/** As many conversations of a user's list are followed; more are rarely open at once. */
const maxFollowed = 10;

/** Follows the conversations of a user's list that are not closed: nobody else tells users of new messages in them. */
export interface LiveRows {
  follow(conversations: readonly Conversation[]): void;
  close(): void;
}

export function createLiveRows(connection: Connection, rooms: Rooms): LiveRows {
  let followed: ReadonlySet<number> = new Set();
  const stop = connection.state.subscribe(() => {
    if (connection.state.getSnapshot().state === 'online') for (const id of followed) rooms.join(id);
  });
  const follow = (wanted: ReadonlySet<number>) => {
    const [before, added] = [followed, [...wanted].filter((id) => !followed.has(id))];
    followed = wanted;
    for (const id of before) if (!wanted.has(id)) rooms.release(id);
    for (const id of added) {
      rooms.hold(id);
      rooms.join(id);
    }
  };
  return {
    follow(conversations) {
      const open = conversations.filter(({ status }) => status !== 'closed').slice(0, maxFollowed);
      follow(new Set(open.map(({ id }) => id)));
    },
    close() {
      stop();
      follow(new Set());
    },
  };
}
